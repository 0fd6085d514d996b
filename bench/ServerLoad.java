import static java.nio.charset.StandardCharsets.UTF_8;

import io.envdrift.vaultenv.protocol.CreateProject;
import io.envdrift.vaultenv.protocol.DerivedKeys;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.EnvironmentQuery;
import io.envdrift.vaultenv.protocol.Message;
import io.envdrift.vaultenv.protocol.Messages;
import io.envdrift.vaultenv.protocol.ProjectCreated;
import io.envdrift.vaultenv.protocol.PushSecrets;
import io.envdrift.vaultenv.protocol.RegisterDevice;
import io.envdrift.vaultenv.protocol.RequestSignature;
import io.envdrift.vaultenv.protocol.SetKey;
import io.envdrift.vaultenv.protocol.VaultKey;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts a server and measures it; see bench/server-load. */
public final class ServerLoad {
    private static final String DEVICE = "d".repeat(64);
    private static final String BLOB = "A".repeat(4000);
    private static final int ROUNDS = 3;
    private static final int SIGNED_PULLS = 32;
    private static final Pattern ADDRESS = Pattern.compile("listens on (http\\S+),");

    private final Process server;
    private final String host;
    private final int port;
    private VaultKey key;
    private byte[] signingKey;

    private ServerLoad(Process server, URI address) {
        this.server = server;
        this.host = address.getHost();
        this.port = address.getPort();
    }

    /** Arguments: {@code load}, {@code memory} or {@code start}; seconds; the command line of the server. */
    public static void main(String[] arguments) throws Exception {
        double seconds = Double.parseDouble(arguments[1]);
        List<String> command = List.of(arguments).subList(2, arguments.length);
        long begin = System.nanoTime();
        Process server = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroy));
        try (BufferedReader out = server.inputReader()) {
            Matcher line = ADDRESS.matcher(String.valueOf(out.readLine()));
            if (!line.find()) {
                throw new IOException("the server did not start");
            }
            ServerLoad load = new ServerLoad(server, URI.create(line.group(1)));
            switch (arguments[0]) {
                case "start" -> load.firstAnswer(begin);
                case "memory" -> load.memory(seconds);
                default -> load.load(seconds, !command.contains("--database"));
            }
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private void firstAnswer(long begin) throws IOException {
        try (Connection connection = new Connection()) {
            connection.send("GET", Endpoint.HEALTH_PATH, "", new byte[0]);
        }
        double took = (System.nanoTime() - begin) / 1e9;
        System.out.printf(Locale.ROOT, "start to first answer %.2f s%s%n", took, verdict(took <= 2, "at most 2 s"));
    }

    private void load(double seconds, boolean sqlite) throws Exception {
        prepare();
        warmUp();
        System.out.printf(
                Locale.ROOT,
                "%-8s %8s %12s %10s %10s %8s%n",
                "call",
                "clients",
                "per second",
                "p50 ms",
                "p99 ms",
                "p99/p50");
        for (int clients : new int[] {1, 16, 64}) {
            // In turns, so that what else the machine does hits all of them.
            Sample noOp = new Sample();
            Sample pull = new Sample();
            Sample push = new Sample();
            for (int round = 0; round < ROUNDS; round++) {
                noOp.add(measure(clients, seconds / ROUNDS, Connection::noOp));
                pull.add(measure(clients, seconds / ROUNDS, Connection::pull));
                push.add(measure(clients, seconds / ROUNDS, Connection::push));
            }
            noOp.print("no-op", clients, false);
            pull.print("pull", clients, true);
            push.print("push", clients, true);
            double ratio = pull.rate() / noOp.rate();
            String verdict = clients == 16 && sqlite ? verdict(ratio >= 0.4, "at least 0.4") : "";
            System.out.printf(Locale.ROOT, "%-8s %8d %12.2f%s%n", "ratio", clients, ratio, verdict);
        }
        System.out.printf(Locale.ROOT, "server resident %d MiB%n", residentKib() / 1024);
    }

    private void prepare() throws Exception {
        try (Connection connection = new Connection()) {
            ProjectCreated created = ProjectCreated.read(
                    Messages.parse(connection.unsigned(Endpoint.CREATE_PROJECT, new CreateProject("load", true))));
            key = VaultKey.generate(created.projectId(), new SecureRandom());
            signingKey = DerivedKeys.signingKey(key);
            String hex = HexFormat.of().formatHex(signingKey);
            connection.unsigned(Endpoint.SET_KEY, new SetKey(key.projectId(), hex, created.setupToken()));
            connection.call(Endpoint.REGISTER_DEVICE, new RegisterDevice(key.projectId(), "load", DEVICE));
            connection.push();
        }
    }

    /** Until the compilers are done: three slices in a row that are not faster than the best before, a minute at most. */
    private void warmUp() throws Exception {
        double best = 0;
        int settled = 0;
        for (int slice = 0; slice < 30 && settled < 3; slice++) {
            measure(16, 0.3, Connection::noOp);
            measure(16, 0.3, Connection::push);
            double rate = measure(16, 1.4, Connection::pull).rate();
            settled = rate > best * 1.03 ? 0 : settled + 1;
            best = Math.max(best, rate);
        }
    }

    /** Loads the server without pause; every tenth of a minute a full collection and a look at heap and resident memory. */
    private void memory(double seconds) throws Exception {
        prepare();
        warmUp();
        List<Long> heap = new ArrayList<>();
        List<Long> resident = new ArrayList<>();
        ExecutorService executor = Executors.newFixedThreadPool(3);
        List<Future<Sample>> running = List.of(
                executor.submit(() -> measureAnew(12, seconds, Connection::pull)),
                executor.submit(() -> measureAnew(2, seconds, Connection::push)),
                executor.submit(() -> measureAnew(2, seconds, Connection::refused)));
        while (!running.get(0).isDone()) {
            Thread.sleep(6_000);
            heap.add(heapKib());
            resident.add(residentKib());
        }
        executor.shutdown();
        System.out.printf(
                Locale.ROOT,
                "%d pulls, %d pushes, %d refused calls in %.0f s%n",
                running.get(0).get().count,
                running.get(1).get().count,
                running.get(2).get().count,
                seconds);
        flat("heap after collection", heap);
        flat("resident", resident);
    }

    /** Measures with new connections every minute: pulls that were signed five minutes ago are refused. */
    private Sample measureAnew(int clients, double seconds, Call call) throws Exception {
        Sample all = new Sample();
        while (all.seconds < seconds) {
            all.add(measure(clients, Math.min(60, seconds - all.seconds), call));
        }
        return all;
    }

    private static void flat(String what, List<Long> kib) {
        int third = kib.size() / 3;
        double first = median(kib.subList(0, third)) / 1024;
        double last = median(kib.subList(kib.size() - third, kib.size())) / 1024;
        System.out.printf(
                Locale.ROOT,
                "%s: %.1f MiB in the first third, %.1f MiB in the last%s%n",
                what,
                first,
                last,
                verdict(last <= 1.1 * first, "no more than a tenth higher"));
    }

    private static double median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private long heapKib() throws IOException {
        jcmd("GC.run");
        Matcher used = Pattern.compile("used (\\d+)K").matcher(jcmd("GC.heap_info"));
        if (!used.find()) {
            throw new IOException("jcmd does not tell the heap");
        }
        return Long.parseLong(used.group(1));
    }

    private String jcmd(String what) throws IOException {
        String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process jcmd = new ProcessBuilder(program, Long.toString(server.pid()), what).start();
        return new String(jcmd.getInputStream().readAllBytes(), UTF_8);
    }

    private long residentKib() throws IOException {
        String status = Files.readString(Path.of("/proc", Long.toString(server.pid()), "status"));
        Matcher resident = Pattern.compile("VmRSS:\\s+(\\d+)").matcher(status);
        return resident.find() ? Long.parseLong(resident.group(1)) : 0;
    }

    private static String verdict(boolean met, String target) {
        return "   " + (met ? "met" : "MISSED") + " (" + target + ")";
    }

    /** How long each call took. */
    private static final class Sample {
        private final List<long[]> times = new ArrayList<>();
        private long count;
        private double seconds;

        void add(Sample other) {
            times.addAll(other.times);
            count += other.count;
            seconds += other.seconds;
        }

        double rate() {
            return count / seconds;
        }

        void print(String name, int clients, boolean judged) {
            long[] sorted =
                    times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
            double p50 = sorted[sorted.length / 2] / 1e6;
            double p99 = sorted[(int) (sorted.length * 99L / 100)] / 1e6;
            System.out.printf(
                    Locale.ROOT,
                    "%-8s %8d %12.0f %10.2f %10.2f %8.1f%s%n",
                    name,
                    clients,
                    rate(),
                    p50,
                    p99,
                    p99 / p50,
                    judged ? verdict(p99 <= 10 * p50, "at most 10") : "");
        }
    }

    private interface Call {
        void on(Connection connection) throws IOException;
    }

    /** Makes one kind of call with so many clients for so long. */
    private Sample measure(int clients, double seconds, Call call) throws Exception {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        List<Callable<long[]>> tasks = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            tasks.add(() -> {
                long[] times = new long[1024];
                int count = 0;
                try (Connection connection = new Connection()) {
                    while (System.nanoTime() < end) {
                        long start = System.nanoTime();
                        call.on(connection);
                        times = count < times.length ? times : Arrays.copyOf(times, 2 * count);
                        times[count++] = System.nanoTime() - start;
                    }
                }
                return Arrays.copyOf(times, count);
            });
        }
        try (var executor = Executors.newFixedThreadPool(clients)) {
            Sample sample = new Sample();
            long start = System.nanoTime();
            for (Future<long[]> future : executor.invokeAll(tasks)) {
                sample.times.add(future.get());
                sample.count += future.get().length;
            }
            sample.seconds = (System.nanoTime() - start) / 1e9;
            return sample;
        }
    }

    /** One kept connection, as cheap as a client can be, so that the server is what is measured: pulls are signed before. */
    private final class Connection implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;
        private final List<byte[]> pulls = new ArrayList<>();
        private long last;

        Connection() throws IOException {
            socket = new Socket(host, port);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
            for (int i = 0; i < SIGNED_PULLS && key != null; i++) {
                Message pull = new EnvironmentQuery(key.projectId(), "production", Optional.of(DEVICE));
                pulls.add(signed(Endpoint.PULL, pull, System.currentTimeMillis() - i));
            }
        }

        /** The least that the server answers: no body either way, no database. */
        void noOp() throws IOException {
            send("OPTIONS", Endpoint.PULL.path(), "", new byte[0]);
        }

        void pull() throws IOException {
            success(exchange(pulls.get((int) (last++ % SIGNED_PULLS))));
        }

        void push() throws IOException {
            call(
                    Endpoint.PUSH,
                    new PushSecrets(
                            key.projectId(),
                            "production",
                            BLOB + System.nanoTime() + "-" + last++,
                            Optional.empty(),
                            Optional.of(DEVICE),
                            OptionalLong.empty()));
        }

        void refused() throws IOException {
            byte[] body = new EnvironmentQuery(key.projectId(), "production", Optional.empty())
                    .toJson()
                    .getBytes(UTF_8);
            exchange(request("POST", Endpoint.PULL.path(), "", body));
        }

        void call(Endpoint endpoint, Message message) throws IOException {
            success(exchange(signed(endpoint, message, System.currentTimeMillis())));
        }

        private byte[] signed(Endpoint endpoint, Message message, long time) {
            byte[] body = message.toJson().getBytes(UTF_8);
            String signature = RequestSignature.sign(signingKey, "POST", endpoint.path(), body, time);
            return request("POST", endpoint.path(), Endpoint.SIGNATURE_HEADER + ": " + signature + "\r\n", body);
        }

        byte[] unsigned(Endpoint endpoint, Message message) throws IOException {
            return send("POST", endpoint.path(), "", message.toJson().getBytes(UTF_8));
        }

        private byte[] send(String method, String path, String headers, byte[] body) throws IOException {
            return success(exchange(request(method, path, headers, body)));
        }

        private static byte[] success(Answer answer) throws IOException {
            if (!answer.status.contains(" 200 ")) {
                throw new IOException(answer.status + " " + new String(answer.body, UTF_8));
            }
            return answer.body;
        }

        private record Answer(String status, byte[] body) {}

        private static byte[] request(String method, String path, String headers, byte[] body) {
            byte[] head = (method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "Content-Length: "
                            + body.length + "\r\n\r\n")
                    .getBytes(UTF_8);
            byte[] request = Arrays.copyOf(head, head.length + body.length);
            System.arraycopy(body, 0, request, head.length, body.length);
            return request;
        }

        private Answer exchange(byte[] request) throws IOException {
            socket.getOutputStream().write(request);
            String status = line();
            int length = 0;
            for (String line = line(); !line.isEmpty(); line = line()) {
                if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
            }
            return new Answer(status, in.readNBytes(length));
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    throw new IOException("connection closed");
                }
                line.append((char) b);
            }
            return line.toString().strip();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
