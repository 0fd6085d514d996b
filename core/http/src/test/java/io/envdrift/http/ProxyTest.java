package io.envdrift.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.envdrift.base.Deadline;
import io.envdrift.http.HttpFailure.Kind;
import io.envdrift.testserver.Answer;
import io.envdrift.testserver.Behaviour;
import io.envdrift.testserver.Exchange;
import io.envdrift.testserver.LoopbackServer;
import io.envdrift.testserver.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests through a proxy, which alone knows where {@code vault.example} is. */
class ProxyTest {
    private static final String BASIC = "Basic dXNlcjpjYW5hcnk=";

    @TempDir
    static Path directory;

    static TestAuthority authority;

    @BeforeAll
    static void makeAuthority() throws Exception {
        authority = TestAuthority.in(directory);
    }

    private static HttpResponse exchange(LoopbackServer proxy, HttpRequest request) {
        String variable = "http://user:canary@localhost:" + proxy.port();
        ProxyRules rules = ProxyRules.from(Map.of("ALL_PROXY", variable));
        try (HttpTransport transport =
                new HttpTransport(HttpLimits.standard(), Tls.trusting(List.of(authority.file())), rules)) {
            return transport.exchange(request, Deadline.in(Duration.ofSeconds(60)));
        }
    }

    /** Connects the client with another server, whatever host it asked for. */
    private static Behaviour tunnelTo(LoopbackServer target) {
        return exchange -> {
            try (Socket there = new Socket(InetAddress.getLoopbackAddress(), target.port())) {
                exchange.send("HTTP/1.1 200 Connection established\r\nX-Proxy: yes\r\n\r\n");
                Thread.ofVirtual().start(() -> copy(exchange.socket(), there));
                copy(there, exchange.socket());
            }
        };
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One side ended the tunnel.
            return;
        }
    }

    @Test
    void withoutTlsTheProxyGetsTheWholeAddress() throws Exception {
        try (LoopbackServer proxy = LoopbackServer.http(exchange -> exchange.answer(Answer.json(200, "{}")))) {
            exchange(proxy, HttpRequest.get(URI.create("http://vault.example:8200/v1/x?y=z")));
            assertThat(proxy.requests()).singleElement().satisfies(request -> {
                assertThat(request.target()).isEqualTo("http://vault.example:8200/v1/x?y=z");
                assertThat(request.header("Host")).contains("vault.example:8200");
                assertThat(request.header("Proxy-Authorization")).contains(BASIC);
            });
        }
    }

    @Test
    void withTlsTheProxySeesTheHostOnlyAndTheServerNoProxyPassword() throws Exception {
        var certificate = authority.issue("dns:vault.example");
        try (LoopbackServer server =
                        LoopbackServer.https(certificate, exchange -> exchange.answer(Answer.json(200, "{\"a\":1}")));
                LoopbackServer proxy = LoopbackServer.http(tunnelTo(server))) {
            HttpRequest request =
                    HttpRequest.get(URI.create("https://vault.example/v1/x")).with("X-Vault-Token", "token");
            assertThat(exchange(proxy, request).text()).isEqualTo("{\"a\":1}");
            assertThat(proxy.requests())
                    .singleElement()
                    .satisfies(connect -> assertThat(connect.raw())
                            .isEqualTo("CONNECT vault.example:443 HTTP/1.1\r\nHost: vault.example:443\r\n"
                                    + "Proxy-Authorization: " + BASIC + "\r\n\r\n"));
            assertThat(server.requests()).singleElement().satisfies(inner -> {
                assertThat(inner.target()).isEqualTo("/v1/x");
                assertThat(inner.header("X-Vault-Token")).contains("token");
                assertThat(inner.raw()).doesNotContain("Proxy-", BASIC);
            });
        }
    }

    @Test
    void theNameOfTheServerIsCheckedBehindAProxyToo() throws Exception {
        var certificate = authority.issue("dns:elsewhere.example");
        try (LoopbackServer server = LoopbackServer.https(certificate, exchange -> exchange.answer(Answer.of(200)));
                LoopbackServer proxy = LoopbackServer.http(tunnelTo(server))) {
            HttpFailure failure = failure(proxy);
            assertThat(failure.kind()).isEqualTo(Kind.TLS);
            assertThat(failure).hasMessage("No answer from https://vault.example: its certificate is for another host");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aProxyThatWantsOtherCredentialsIsSaidSo() throws Exception {
        requireFailure(exchange -> exchange.answer(Answer.of(407)), Kind.PROXY, "answered 407");
        requireFailure(exchange -> exchange.answer(Answer.of(403)), Kind.PROXY, "answered 403");
    }

    @Test
    void aProxyThatCannotReachTheServerIsLikeARefusedConnection() throws Exception {
        requireFailure(exchange -> exchange.answer(Answer.of(502)), Kind.REFUSED, "answered 502");
        requireFailure(exchange -> exchange.answer(Answer.of(503)), Kind.REFUSED, "answered 503");
    }

    @Test
    void aProxyThatSpeaksSomethingElseOrBreaksIsSaidSo() throws Exception {
        requireFailure(Exchange::close, Kind.BROKEN, "closed the connection");
        requireFailure(Behaviour.sending("ICAP/1.0 200 OK\r\n\r\n"), Kind.MALFORMED, "does not speak HTTP");
    }

    private static HttpFailure failure(LoopbackServer proxy) {
        return catchThrowableOfType(
                HttpFailure.class,
                () -> exchange(proxy, HttpRequest.of("POST", URI.create("https://vault.example/"), new byte[1])));
    }

    private static void requireFailure(Behaviour behaviour, Kind kind, String reason) throws Exception {
        try (LoopbackServer proxy = LoopbackServer.http(behaviour)) {
            HttpFailure failure = failure(proxy);
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.perhapsSent()).isFalse();
            assertThat(failure.getMessage())
                    .contains(reason, "proxy localhost:" + proxy.port())
                    .doesNotContain("canary", BASIC);
            assertThat(proxy.requests()).hasSize(1);
        }
    }

    @Test
    void aProxyThatItselfWantsTlsGetsIt() throws Exception {
        var certificate = authority.issue("dns:localhost");
        var inner = authority.issue("dns:vault.example");
        try (LoopbackServer server = LoopbackServer.https(inner, exchange -> exchange.answer(Answer.json(200, "in")));
                LoopbackServer proxy = LoopbackServer.https(certificate, tunnelTo(server))) {
            ProxyRules rules = ProxyRules.from(Map.of("HTTPS_PROXY", "https://localhost:" + proxy.port()));
            try (HttpTransport transport =
                    new HttpTransport(HttpLimits.standard(), Tls.trusting(List.of(authority.file())), rules)) {
                HttpResponse response = transport.exchange(
                        HttpRequest.get(URI.create("https://vault.example/")), Deadline.in(Duration.ofSeconds(60)));
                assertThat(response.text()).isEqualTo("in");
            }
        }
    }
}
