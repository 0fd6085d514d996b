import static java.nio.charset.StandardCharsets.UTF_8;

import io.envdrift.vaultenv.protocol.Endpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts a server and measures it; see bench/server-load. */
final class ServerLoad {
    private static final int ROUNDS = 3;
    private static final Pattern ADDRESS = Pattern.compile("listens on (http\\S+),");

    /** The protocols that can be measured, by the name that the script takes. */
    private static final Map<String, Workload> WORKLOADS =
            Map.of("vault-env", new VaultEnvWork(), "envsync", new EnvSyncWork(), "levels", new LevelsWork());

    /** The least that the server answers: no body either way, no database. */
    private static final Workload.Row NO_OP = new Workload.Row("no-op", 200, OptionalDouble.empty(), () -> {
        byte[] request = Connection.request("OPTIONS", Endpoint.PULL.path(), "", "");
        return () -> request;
    });

    private final Process server;
    private final URI address;
    private final Workload workload;

    private ServerLoad(Process server, URI address, Workload workload) {
        this.server = server;
        this.address = address;
        this.workload = workload;
    }

    /** Arguments: {@code load}, {@code memory} or {@code start}; a protocol; seconds; the command line of the server. */
    public static void main(String[] arguments) throws Exception {
        Workload workload = WORKLOADS.get(arguments[1]);
        if (workload == null) {
            throw new IOException("no such protocol: " + arguments[1] + "; there are " + WORKLOADS.keySet());
        }
        double seconds = Double.parseDouble(arguments[2]);
        List<String> command = List.of(arguments).subList(3, arguments.length);
        long begin = System.nanoTime();
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(workload.environment());
        Process server = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroy));
        try (BufferedReader out = server.inputReader()) {
            Matcher line = ADDRESS.matcher(String.valueOf(out.readLine()));
            if (!line.find()) {
                throw new IOException("the server did not start");
            }
            ServerLoad load = new ServerLoad(server, URI.create(line.group(1)), workload);
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
        try (Connection connection = new Connection(address)) {
            connection.exchange(Connection.request("GET", Endpoint.HEALTH_PATH, "", ""), 200);
        }
        double took = (System.nanoTime() - begin) / 1e9;
        System.out.printf(Locale.ROOT, "start to first answer %.2f s%s%n", took, Verdict.of(took <= 2, "at most 2 s"));
    }

    private void load(double seconds, boolean sqlite) throws Exception {
        prepare();
        warmUp();
        System.out.printf(
                Locale.ROOT,
                "%-8s %8s %12s %10s %10s %8s %8s%n",
                "call",
                "clients",
                "per second",
                "p50 ms",
                "p99 ms",
                "p99/p50",
                "share");
        List<Workload.Row> rows = workload.rows();
        for (int clients : new int[] {1, 16, 64}) {
            // In turns, so that what else the machine does hits all of them.
            Sample noOp = new Sample();
            List<Sample> samples = rows.stream().map(row -> new Sample()).toList();
            for (int round = 0; round < ROUNDS; round++) {
                noOp.add(measure(clients, seconds / ROUNDS, NO_OP));
                for (int i = 0; i < rows.size(); i++) {
                    samples.get(i).add(measure(clients, seconds / ROUNDS, rows.get(i)));
                }
            }
            noOp.print(NO_OP.name(), clients, OptionalDouble.empty(), "");
            for (int i = 0; i < rows.size(); i++) {
                double share = samples.get(i).rate() / noOp.rate();
                OptionalDouble target = rows.get(i).share();
                String verdict = clients == 16 && sqlite && target.isPresent()
                        ? Verdict.of(share >= target.getAsDouble(), "share at least " + target.getAsDouble())
                        : "";
                samples.get(i).print(rows.get(i).name(), clients, OptionalDouble.of(share), verdict);
            }
        }
        System.out.printf(Locale.ROOT, "server resident %d MiB%n", residentKib() / 1024);
    }

    private void prepare() throws IOException {
        try (Connection connection = new Connection(address)) {
            workload.prepare(connection);
        }
    }

    /** Until the compilers are done: three slices in a row in which no kind of call is faster than before, a minute at most. */
    private void warmUp() throws Exception {
        List<Workload.Row> rows = new ArrayList<>(workload.rows());
        rows.add(NO_OP);
        double[] best = new double[rows.size()];
        int settled = 0;
        for (int slice = 0; slice < 30 && settled < 3; slice++) {
            settled++;
            for (int i = 0; i < best.length; i++) {
                double rate = measure(16, 2.0 / best.length, rows.get(i)).rate();
                settled = rate > best[i] * 1.03 ? 0 : settled;
                best[i] = Math.max(best[i], rate);
            }
        }
    }

    /** Loads the server without pause; every tenth of a minute a full collection and a look at heap and resident memory. */
    private void memory(double seconds) throws Exception {
        prepare();
        warmUp();
        List<Workload.Row> rows = new ArrayList<>(workload.rows());
        rows.add(workload.refused());
        List<Long> heap = new ArrayList<>();
        List<Long> resident = new ArrayList<>();
        ExecutorService executor = Executors.newFixedThreadPool(rows.size());
        List<Future<Sample>> running = new ArrayList<>();
        for (Workload.Row row : rows) {
            int clients = running.isEmpty() ? 12 : 2;
            running.add(executor.submit(() -> measureAnew(clients, seconds, row)));
        }
        while (!running.getFirst().isDone()) {
            Thread.sleep(6_000);
            heap.add(heapKib());
            resident.add(residentKib());
        }
        executor.shutdown();
        for (int i = 0; i < rows.size(); i++) {
            System.out.printf(
                    Locale.ROOT,
                    "%s: %d calls%n",
                    rows.get(i).name(),
                    running.get(i).get().count());
        }
        flat("heap after collection", heap);
        flat("resident", resident);
    }

    /** Measures with new connections every minute: pulls that were signed five minutes ago are refused. */
    private Sample measureAnew(int clients, double seconds, Workload.Row row) throws Exception {
        Sample all = new Sample();
        while (all.seconds() < seconds) {
            all.add(measure(clients, Math.min(60, seconds - all.seconds()), row));
        }
        return all;
    }

    private static void flat(String what, List<Long> kib) {
        int third = Math.max(1, kib.size() / 3);
        double first = median(kib.subList(0, third)) / 1024;
        double last = median(kib.subList(kib.size() - third, kib.size())) / 1024;
        System.out.printf(
                Locale.ROOT,
                "%s: %.1f MiB in the first third, %.1f MiB in the last%s%n",
                what,
                first,
                last,
                Verdict.of(last <= 1.1 * first, "no more than a tenth higher"));
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

    /** Makes one kind of call with this many clients for this many seconds. */
    private Sample measure(int clients, double seconds, Workload.Row row) throws Exception {
        List<Workload.Next> callers = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            callers.add(row.requests().open());
        }
        long end = System.nanoTime() + (long) (seconds * 1e9);
        List<Callable<long[]>> tasks = new ArrayList<>();
        for (Workload.Next next : callers) {
            tasks.add(() -> calls(next, row.status(), end));
        }
        try (var executor = Executors.newFixedThreadPool(clients)) {
            Sample sample = new Sample();
            long start = System.nanoTime();
            for (Future<long[]> future : executor.invokeAll(tasks)) {
                sample.add(future.get());
            }
            sample.took((System.nanoTime() - start) / 1e9);
            return sample;
        }
    }

    /** Calls until the end; returns how long each call took, making its request included. */
    private long[] calls(Workload.Next next, int status, long end) throws IOException {
        long[] times = new long[1024];
        int count = 0;
        try (Connection connection = new Connection(address)) {
            while (System.nanoTime() < end) {
                long start = System.nanoTime();
                connection.exchange(next.request(), status);
                times = count < times.length ? times : Arrays.copyOf(times, 2 * count);
                times[count++] = System.nanoTime() - start;
            }
        }
        return Arrays.copyOf(times, count);
    }
}
