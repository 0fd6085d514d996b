package io.envdrift.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.envdrift.server.http.CallerLimits;
import io.envdrift.server.http.HttpSettings;
import io.envdrift.server.store.StorageSettings;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.EnvironmentQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Strangers at one address take what they can, and signed calls from another one are answered meanwhile. In every build few
 * strangers and short limits; with {@code -Psoak} many and the usual limits, and then the slowest calls are measured too.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StrangersIT {
    private static final boolean SOAK = Boolean.getBoolean("envdrift.soak");
    private static final String STRANGER = "127.0.0.1";
    private static final String USER = "127.0.0.2";

    private static final CallerLimits SHORT =
            new CallerLimits(8, 6, Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofSeconds(5), 16 << 20);

    /** What a quiet call may take where it is too fast to be compared with anything. */
    private static final Duration FLOOR = Duration.ofMillis(20);

    private static final int QUIET_CALLS = 100;

    @TempDir
    private Path directory;

    @BeforeEach
    void thereAreTwoAddresses() throws IOException {
        // Linux answers at all of 127.0.0.0/8, macOS only at addresses that were set up.
        assumeThat(InetAddress.getByName(USER)).matches(StrangersIT::isHere, "is an address of this machine");
    }

    private static boolean isHere(InetAddress address) {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(address, 0));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** JSON that costs a reader far more memory than its text. */
    enum Hostile {
        OBJECTS("{\"a\":[", "{\"\":0},", "{}]}"),
        KNOWN_FIELD("{\"secrets\":[", "{\"\":0},", "{}]}"),
        NAMES("{", "\"#\":0,", "\"x\":0}"),
        LISTS("{\"key_names\":[", "[],", "[]]}"),
        TEXTS("{\"key_names\":[", "\"\",", "\"\"]}");

        private final String start;
        private final String middle;
        private final String end;

        Hostile(String start, String middle, String end) {
            this.start = start;
            this.middle = middle;
            this.end = end;
        }

        /** Returns almost so many characters. */
        String of(int length) {
            StringBuilder text = new StringBuilder(start);
            for (int i = 0; text.length() < length - 32; i++) {
                text.append(middle.replace("#", Integer.toString(i, Character.MAX_RADIX)));
            }
            return text.append(end).toString();
        }
    }

    /** SEC-A3: thirty of these ended the server for good. */
    @Test
    void SEC_A3_hostileJsonCostsLittleMoreThanItsText() throws Exception {
        // An out of memory ends the process, and with it every answer.
        String heap = SOAK ? "-Xmx512m" : "-Xmx96m";
        try (ServerProcess server =
                ServerProcess.start(StorageSettings.sqlite(directory), heap, "-XX:+ExitOnOutOfMemoryError")) {
            User user = new User(server.address());
            Duration quiet = user.slowest(QUIET_CALLS);
            OptionalLong before = server.liveBytes();
            for (Hostile hostile : Hostile.values()) {
                List<String> answers = beside(user, quiet, SOAK ? 60 : 12, () -> ask(server, hostile));
                assertThat(answers)
                        .as(hostile.toString())
                        .allSatisfy(answer -> assertThat(answer).startsWith("HTTP/1.1 400 "));
                if (before.isPresent()) {
                    // What is alive after a full collection, so what garbage there is does not count.
                    assertThat(server.liveBytes().orElseThrow())
                            .as(hostile.toString())
                            .isLessThan(2 * before.getAsLong());
                }
            }
        }
    }

    private static String ask(ServerProcess server, Hostile hostile) throws IOException {
        String body = hostile.of(1 << 20);
        String request = "POST " + Endpoint.PULL.path()
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        try (Socket socket = connect(server.address())) {
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }
    }

    /** SEC-A4: slow uploads held all threads. */
    @Test
    void SEC_A4_slowUploadsAreCutOffAndKeepNobodyWaiting() throws Exception {
        try (BlobServer server = server()) {
            int length = SOAK ? 1_000_000 : 20_000;
            String head =
                    "POST " + Endpoint.PULL.path() + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n{";
            User user = new User(server.address());
            Duration quiet = user.slowest(QUIET_CALLS);
            List<String> answers = beside(user, quiet, SOAK ? 100 : 9, () -> trickle(server.address(), head, " "));
            // An answer is lost where the end of the connection crossed a byte of the stranger's.
            assertThat(answers)
                    .allMatch(answer -> answer.isEmpty()
                            || (answer.startsWith("HTTP/1.1 408 ")
                                    && answer.contains("Connection: close")
                                    && answer.endsWith("{\"error\":\"Request is incomplete\"}")))
                    .anyMatch(answer -> !answer.isEmpty());
        }
    }

    /** SEC-A5: slow heads were never cut off. */
    @Test
    void SEC_A5_slowHeadsAreCutOffAndConnectionsOfOneAddressAreBounded() throws Exception {
        try (BlobServer server = server()) {
            User user = new User(server.address());
            Duration quiet = user.slowest(QUIET_CALLS);
            int strangers = SOAK ? 300 : 20;
            List<String> answers =
                    beside(user, quiet, strangers, () -> trickle(server.address(), "POST / HTTP/1.1\r\nX: ", "x"));
            int served = 2 * limits().connectionsPerAddress();
            assertThat(answers.stream().filter(answer -> answer.startsWith("HTTP/1.1 408 ")))
                    .as("those that were served or waited; the rest was closed at once")
                    .hasSizeLessThanOrEqualTo(served)
                    .hasSizeGreaterThanOrEqualTo(Math.min(strangers, limits().connectionsPerAddress()) / 2);
            assertThat(answers).allMatch(answer -> answer.isEmpty() || answer.startsWith("HTTP/1.1 408 "));
        }
    }

    /** SEC-A4: whoever asks without end and never takes an answer. */
    @Test
    void SEC_A4_connectionsThatAskAndNeverReadAreEnded() throws Exception {
        try (BlobServer server = server()) {
            User user = new User(server.address());
            Duration quiet = user.slowest(QUIET_CALLS);
            List<String> ends = beside(user, quiet, SOAK ? 100 : 4, () -> ask(server.address()));
            assertThat(ends).containsOnly("ended");
        }
    }

    /** Asks until the server ends the connection, and reads nothing. */
    private static String ask(URI server) throws IOException {
        ByteBuffer requests = ByteBuffer.wrap(
                ("GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n").repeat(200).getBytes(US_ASCII));
        try (SocketChannel channel = SocketChannel.open()) {
            channel.socket().setReceiveBufferSize(4096);
            channel.bind(new InetSocketAddress(STRANGER, 0));
            channel.connect(new InetSocketAddress(server.getHost(), server.getPort()));
            while (true) {
                // Blocks once all buffers are full, until the server has ended the connection.
                channel.write(requests.rewind());
            }
        } catch (IOException e) {
            return "ended";
        }
    }

    /** Sends the start of a request, then a byte now and then, and returns what came until the connection was ended. */
    private static String trickle(URI server, String start, String more) throws IOException {
        StringBuilder answer = new StringBuilder();
        try (Socket socket = connect(server)) {
            socket.setSoTimeout(50);
            socket.getOutputStream().write(start.getBytes(US_ASCII));
            while (true) {
                try {
                    int each = socket.getInputStream().read();
                    if (each < 0) {
                        return answer.toString();
                    }
                    answer.append((char) each);
                } catch (SocketTimeoutException e) {
                    if (answer.isEmpty()) {
                        socket.getOutputStream().write(more.getBytes(US_ASCII));
                    }
                }
            }
        } catch (SocketException e) {
            // The end crossed a byte of ours.
            return answer.toString();
        }
    }

    /** Lets strangers act, and returns what came of each; the user's calls are answered until all are done. */
    private static List<String> beside(User user, Duration quiet, int strangers, Callable<String> act)
            throws Exception {
        List<Duration> times = new ArrayList<>();
        List<String> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> running = new ArrayList<>();
            for (int i = 0; i < strangers; i++) {
                running.add(threads.submit(act));
            }
            do {
                times.add(user.call());
            } while (!running.stream().allMatch(Future::isDone));
            for (Future<String> one : running) {
                results.add(one.get());
            }
        }
        times.add(user.call());
        if (SOAK) {
            Duration most = quiet.compareTo(FLOOR) > 0 ? quiet : FLOOR;
            assertThat(percentile99(times)).isLessThanOrEqualTo(most.multipliedBy(10));
        }
        return results;
    }

    private static Duration percentile99(List<Duration> times) {
        Duration[] sorted = times.stream().sorted().toArray(Duration[]::new);
        return sorted[(int) Math.ceil(sorted.length * 0.99) - 1];
    }

    private static CallerLimits limits() {
        return SOAK ? CallerLimits.DEFAULT : SHORT;
    }

    private BlobServer server() {
        HttpSettings http = new HttpSettings(
                "127.0.0.1", 0, HttpSettings.DEFAULT_MAX_BODY_BYTES, List.of(), Optional.empty(), limits());
        return BlobServer.start(
                ServerSettings.builder(http, StorageSettings.sqlite(directory))
                        .failuresPerMinute(0)
                        .build(),
                InstantSource.system());
    }

    private static Socket connect(URI server) throws IOException {
        return new Socket(server.getHost(), server.getPort(), InetAddress.getByName(STRANGER), 0);
    }

    /** A project's user at another address, on one connection after the other. */
    private static final class User {
        private final ApiUser key;

        User(URI server) {
            key = ApiUser.withProject(server, InstantSource.system(), false);
            key.push("production", "blob");
        }

        /** Pulls, and returns how long that took. */
        Duration call() {
            String json = new EnvironmentQuery(key.project(), "production", Optional.empty()).toJson();
            String request = "POST " + Endpoint.PULL.path() + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                    + Endpoint.SIGNATURE_HEADER + ": " + key.sign(Endpoint.PULL, json) + "\r\nContent-Length: "
                    + json.length() + "\r\n\r\n" + json;
            long start = System.nanoTime();
            try (Socket socket =
                    new Socket(key.server().getHost(), key.server().getPort(), InetAddress.getByName(USER), 0)) {
                socket.getOutputStream().write(request.getBytes(US_ASCII));
                assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                        .startsWith("HTTP/1.1 200 ")
                        .contains("\"secrets\":\"blob\"");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Duration.ofNanos(System.nanoTime() - start);
        }

        Duration slowest(int calls) {
            Duration[] times = new Duration[calls];
            Arrays.setAll(times, any -> call());
            return percentile99(List.of(times));
        }
    }
}
