package io.envdrift.provider.aws;

import io.envdrift.base.Deadline;
import io.envdrift.http.HttpFailure;
import io.envdrift.http.HttpLimits;
import io.envdrift.http.HttpRequest;
import io.envdrift.http.HttpTransport;
import io.envdrift.http.ProxyRules;
import io.envdrift.http.RetryPolicy;
import io.envdrift.http.Sending;
import io.envdrift.http.Tls;
import io.envdrift.http.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Moto, an emulator of AWS in Python that others wrote, on a free loopback port. */
final class MotoServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Process process;
    private final URI uri;
    private final HttpTransport transport =
            new HttpTransport(HttpLimits.standard(), Tls.trusting(List.of()), ProxyRules.none());

    private MotoServer(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /** Tells whether this machine has it. */
    static boolean isInstalled() throws InterruptedException {
        try {
            Process python = new ProcessBuilder("python3", "-c", "import moto.server, flask")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return python.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) && python.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    static MotoServer start() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process process = new ProcessBuilder(
                        "python3", "-m", "moto.server", "-H", "127.0.0.1", "-p", Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        MotoServer server = new MotoServer(process, URI.create("http://127.0.0.1:" + port));
        server.awaitAnswer();
        return server;
    }

    URI uri() {
        return uri;
    }

    /** Forgets everything it was told. */
    void reset() {
        HttpRequest request = HttpRequest.of("POST", uri.resolve("/moto-api/reset"), new byte[0]);
        transport.exchange(request, Deadline.in(PATIENCE));
    }

    @Override
    public void close() {
        transport.close();
        process.destroy();
    }

    private void awaitAnswer() throws IOException {
        Deadline end = Deadline.in(PATIENCE);
        boolean up = false;
        while (!up && process.isAlive() && !end.hasPassed()) {
            try {
                RetryPolicy.standard()
                        .call(
                                end,
                                Sending.REPEATABLE,
                                Verdict::of,
                                () -> transport.exchange(HttpRequest.get(uri.resolve("/moto-api/")), end));
                up = true;
            } catch (HttpFailure e) {
                // Not yet.
                up = false;
            }
        }
        if (!up) {
            close();
            throw new IOException("moto did not start");
        }
    }
}
