package io.envdrift.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.vaultenv.protocol.CreateProject;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** SEC-A11: a web page, and a proxy on the same machine that nobody named. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(quoteCharacter = '"', textBlock = """
        localhost,        "",                               200
        127.0.0.1:8787,   "",                               200
        [::1]:8787,       "X-Request-Id: 1",                200
        app.example,      "",                               401
        127.0.0.1.evil,   "",                               401
        localhost:80:80,  "",                               400
        localhost,        "Origin: http://evil.example",    401
        localhost,        "Origin: null",                   401
        localhost,        "Forwarded: for=192.0.2.1",       401
        localhost,        "Via: 1.1 nginx",                 401
        localhost,        "X-Forwarded-For: 127.0.0.1",     401
        localhost,        "x-forwarded-proto: https",       401
        localhost,        "X-Real-IP: 127.0.0.1",           401
        localhost,        "X-FORWARDED-anything: 1",        401
        localhost,        "Sec-Fetch-Site: cross-site",     401
        localhost,        "Referer: http://evil.example/",  401
        localhost,        "Sec-Fetch-Mode: cors",           200
        """)
    void SEC_A11_onlyProgramsOfThisMachineMakeProjectsWithoutAToken(String host, String header, int status)
            throws IOException {
        String json = new CreateProject("p", false).toJson();
        String answer = exchange("POST " + Endpoint.CREATE_PROJECT.path() + " HTTP/1.1\r\nHost: " + host + "\r\n"
                + (header.isEmpty() ? "" : header + "\r\n") + "Connection: close\r\nContent-Length: " + json.length()
                + "\r\n\r\n" + json);
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
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
