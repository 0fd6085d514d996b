import static java.nio.charset.StandardCharsets.UTF_8;

import io.envdrift.vaultenv.protocol.CreateProject;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.EnvironmentQuery;
import io.envdrift.vaultenv.protocol.JsonObject;
import io.envdrift.vaultenv.protocol.KeyMaterial;
import io.envdrift.vaultenv.protocol.Message;
import io.envdrift.vaultenv.protocol.ProjectCreated;
import io.envdrift.vaultenv.protocol.PushSecrets;
import io.envdrift.vaultenv.protocol.RegisterDevice;
import io.envdrift.vaultenv.protocol.RequestSignature;
import io.envdrift.vaultenv.protocol.SetKey;
import io.envdrift.vaultenv.protocol.VaultKey;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Loads a running server and prints calls per second with p50 and p99; see bench/server-load. */
public final class ServerLoad {
    private static final String DEVICE = "d".repeat(64);
    private static final String BLOB = "A".repeat(4000);

    private final String host;
    private final int port;
    private VaultKey key;
    private byte[] signingKey;

    private ServerLoad(URI server) {
        this.host = server.getHost();
        this.port = server.getPort();
    }

    /** Arguments: the server's address, seconds per measurement. */
    public static void main(String[] arguments) throws Exception {
        ServerLoad load = new ServerLoad(URI.create(arguments[0]));
        double seconds = Double.parseDouble(arguments[1]);
        load.prepare();
        System.out.printf(
                Locale.ROOT, "%-8s %8s %12s %10s %10s%n", "call", "clients", "per second", "p50 ms", "p99 ms");
        for (int warmUp = 0; warmUp < 2; warmUp++) {
            load.measure("", 16, seconds, Connection::pull);
            load.measure("", 16, seconds / 2, Connection::push);
        }
        for (int clients : new int[] {1, 16, 64}) {
            double noOp = load.measure("no-op", clients, seconds, Connection::noOp);
            double pull = load.measure("pull", clients, seconds, Connection::pull);
            load.measure("push", clients, seconds, Connection::push);
            System.out.printf(Locale.ROOT, "%-8s %8d %12.2f%n", "pull/no-op", clients, pull / noOp);
        }
    }

    private void prepare() throws Exception {
        try (Connection connection = new Connection()) {
            ProjectCreated created = ProjectCreated.read(
                    JsonObject.parse(connection.unsigned(Endpoint.CREATE_PROJECT, new CreateProject("load", true))));
            key = VaultKey.generate(created.projectId(), new SecureRandom());
            signingKey = KeyMaterial.signingKey(key);
            String hex = HexFormat.of().formatHex(signingKey);
            connection.unsigned(Endpoint.SET_KEY, new SetKey(key.projectId(), hex, created.setupToken()));
            connection.call(Endpoint.REGISTER_DEVICE, new RegisterDevice(key.projectId(), "load", DEVICE));
            connection.push();
        }
    }

    private interface Call {
        void on(Connection connection) throws IOException;
    }

    /** Runs one kind of call with so many clients for so long and prints a line, unless it has no name. */
    private double measure(String name, int clients, double seconds, Call call) throws Exception {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        List<Callable<long[]>> tasks = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            tasks.add(() -> {
                long[] times = new long[1 << 20];
                int count = 0;
                try (Connection connection = new Connection()) {
                    while (System.nanoTime() < end && count < times.length) {
                        long start = System.nanoTime();
                        call.on(connection);
                        times[count++] = System.nanoTime() - start;
                    }
                }
                return Arrays.copyOf(times, count);
            });
        }
        try (var executor = Executors.newFixedThreadPool(clients)) {
            long start = System.nanoTime();
            List<long[]> all = new ArrayList<>();
            for (Future<long[]> future : executor.invokeAll(tasks)) {
                all.add(future.get());
            }
            double took = (System.nanoTime() - start) / 1e9;
            long[] sorted = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
            double rate = sorted.length / took;
            if (!name.isEmpty()) {
                System.out.printf(
                        Locale.ROOT,
                        "%-8s %8d %12.0f %10.2f %10.2f%n",
                        name,
                        clients,
                        rate,
                        sorted[sorted.length / 2] / 1e6,
                        sorted[sorted.length * 99 / 100] / 1e6);
            }
            return rate;
        }
    }

    /** One kept connection, as cheap as a client can be, so that the server is what is measured. */
    private final class Connection implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;
        private long last;

        Connection() throws IOException {
            socket = new Socket(host, port);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        }

        void noOp() throws IOException {
            send("OPTIONS", Endpoint.PULL.path(), "", new byte[0]);
        }

        void pull() throws IOException {
            call(Endpoint.PULL, new EnvironmentQuery(key.projectId(), "production", Optional.of(DEVICE)));
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

        byte[] call(Endpoint endpoint, Message message) throws IOException {
            byte[] body = message.toJson().getBytes(UTF_8);
            String signature =
                    RequestSignature.sign(signingKey, "POST", endpoint.path(), body, System.currentTimeMillis());
            return send("POST", endpoint.path(), Endpoint.SIGNATURE_HEADER + ": " + signature + "\r\n", body);
        }

        byte[] unsigned(Endpoint endpoint, Message message) throws IOException {
            return send("POST", endpoint.path(), "", message.toJson().getBytes(UTF_8));
        }

        private byte[] send(String method, String path, String headers, byte[] body) throws IOException {
            byte[] head = (method + " " + path + " HTTP/1.1\r\nHost: load\r\n" + headers + "Content-Length: "
                            + body.length + "\r\n\r\n")
                    .getBytes(UTF_8);
            byte[] request = Arrays.copyOf(head, head.length + body.length);
            System.arraycopy(body, 0, request, head.length, body.length);
            socket.getOutputStream().write(request);
            String status = line();
            int length = 0;
            for (String line = line(); !line.isEmpty(); line = line()) {
                if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
            }
            byte[] answer = in.readNBytes(length);
            if (!status.contains(" 200 ")) {
                throw new IOException(status + " " + new String(answer, UTF_8));
            }
            return answer;
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
