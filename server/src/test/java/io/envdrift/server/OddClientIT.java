package io.envdrift.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.EnvironmentQuery;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What HTTP allows and few clients do, byte by byte. */
class OddClientIT {
    private BlobServer server;

    @BeforeEach
    void start(@TempDir Path directory) {
        server = BlobServer.start(TestServers.settings(Backend.SQLITE.fresh(directory)), InstantSource.system());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whoAsksBeforeSendingTooMuchIsToldNoAndNotToGoOn() throws IOException {
        String answer = exchange("POST /api/v1/secrets/push HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                + "Content-Length: 99999999\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 413 ")
                .contains("Connection: close")
                .endsWith("{\"error\":\"Request is larger than 1048576 bytes\"}");
    }

    @Test
    void ofTwoSignatureHeadersTheLastPartsCount() throws IOException {
        ApiUser user = ApiUser.withProject(server.address(), InstantSource.system(), false);
        user.push("production", "blob");
        String json = new EnvironmentQuery(user.project(), "production", Optional.empty()).toJson();
        String good = Endpoint.SIGNATURE_HEADER + ": " + user.signPlain(json) + "\r\n";
        String bad = Endpoint.SIGNATURE_HEADER + ": v=1,d=" + "0".repeat(64) + "\r\n";
        assertThat(exchange(pull(bad + good, json))).startsWith("HTTP/1.1 200 ").contains("\"secrets\":\"blob\"");
        assertThat(exchange(pull(good + bad, json))).startsWith("HTTP/1.1 401 ");
    }

    private static String pull(String headers, String json) {
        return "POST " + Endpoint.PULL.path() + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers
                + "Content-Length: " + json.length() + "\r\n\r\n" + json;
    }

    /** Sends text and returns all that comes until the server closes the connection. */
    private String exchange(String request) throws IOException {
        try (Socket socket =
                new Socket(server.address().getHost(), server.address().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }
    }
}
