package io.envdrift.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.Deadline;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.testserver.Behaviour;
import io.envdrift.testserver.LoopbackServer;
import io.envdrift.testserver.ReceivedRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTransportTest {
    private static final int LARGEST_BODY = 1000;

    private final HttpTransport transport = new HttpTransport(
            new HttpLimits(Duration.ofSeconds(60), Duration.ofSeconds(60), LARGEST_BODY),
            Tls.trusting(List.of()),
            ProxyRules.none());

    @AfterEach
    void close() {
        transport.close();
    }

    private HttpResponse exchange(HttpRequest request) {
        return transport.exchange(request, Deadline.in(Duration.ofSeconds(60)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void sendsWhatItWasGivenAndLittleElse() throws Exception {
        try (LoopbackServer server =
                LoopbackServer.http(Behaviour.sending("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))) {
            exchange(HttpRequest.of("PUT", server.uri("/a%20b/%2e?q=%C3%BC&r=1"), utf8("{}"))
                    .with("X-Vault-Token", "t")
                    .with("content-type", "application/json"));
            assertThat(server.requests())
                    .extracting(ReceivedRequest::raw)
                    .containsExactly("PUT /a%20b/%2e?q=%C3%BC&r=1 HTTP/1.1\r\n"
                            + "Host: localhost:" + server.port() + "\r\n"
                            + "User-Agent: envdrift\r\n"
                            + "content-type: application/json\r\n"
                            + "X-Vault-Token: t\r\n"
                            + "Content-Length: 2\r\n"
                            + "\r\n"
                            + "{}");
        }
    }

    @Test
    void leavesFieldsAloneThatTheCallerSets() throws Exception {
        try (LoopbackServer server =
                LoopbackServer.http(Behaviour.sending("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))) {
            exchange(HttpRequest.of("POST", server.uri(""), utf8("abc"))
                    .with("host", "vault.example")
                    .with("USER-AGENT", "sdk/1")
                    .with("content-length", "3"));
            assertThat(server.requests())
                    .extracting(ReceivedRequest::raw)
                    .containsExactly("POST / HTTP/1.1\r\ncontent-length: 3\r\nhost: vault.example\r\n"
                            + "USER-AGENT: sdk/1\r\n\r\nabc");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    200", "GET,    301", "GET, 307", "GET,  400", "GET,    401", "GET,  403", "GET, 404", "GET, 407",
        "GET,    429", "GET,    500", "PUT, 401", "POST, 401", "DELETE, 401", "POST, 500", "PUT, 503", "POST, 302"
    })
    void everyStatusIsAnAnswerWithItsBody(String method, int status) throws Exception {
        try (LoopbackServer elsewhere =
                        LoopbackServer.http(Behaviour.sending("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
                LoopbackServer server = LoopbackServer.http(Behaviour.sending("HTTP/1.1 " + status + " Whatever\r\n"
                        + "Location: " + elsewhere.uri("/") + "\r\n"
                        + "WWW-Authenticate: Bearer authority=\"a\"\r\n"
                        + "WWW-Authenticate: Basic realm=\"b\"\r\n"
                        + "Set-Cookie: canary=1\r\n"
                        + "Content-Length: 4\r\n\r\nbody"))) {
            HttpRequest request = HttpRequest.of(method, server.uri("/"), method.equals("GET") ? utf8("") : utf8("x"));
            HttpResponse response = exchange(request);
            assertThat(response.status()).isEqualTo(status);
            assertThat(response.text()).isEqualTo("body");
            assertThat(response.headers().all("www-authenticate"))
                    .containsExactly("Bearer authority=\"a\"", "Basic realm=\"b\"");
            assertThat(response.headers().asMap().keySet())
                    .containsExactly("Content-Length", "Location", "Set-Cookie", "WWW-Authenticate");
            exchange(request);
            assertThat(server.requests())
                    .hasSize(2)
                    .noneMatch(received -> received.raw().contains("canary"));
            assertThat(elsewhere.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world",
                "HTTP/1.1 200 OK\r\nContent-Length: 11\r\nContent-Length: 11\r\n\r\nhello world",
                "HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n"
                        + "000b ; name=value\r\nhello world\r\n0;x\r\nTrailer: ignored\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                        + "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world",
                "HTTP/1.1 200 OK\nContent-Length: 11\n\nhello world"
            })
    @SuppressWarnings("StringConcatToTextBlock") // The line ends matter.
    void readsTheBodyAndKeepsTheConnection(String answer) throws Exception {
        try (LoopbackServer server = LoopbackServer.http(Behaviour.sending(answer))) {
            for (int i = 0; i < 3; i++) {
                assertThat(exchange(HttpRequest.get(server.uri("/"))).text()).isEqualTo("hello world");
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nConnection: foo, Close\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.0 200 OK\r\n\r\nok"
            })
    void doesNotKeepAConnectionThatTheServerEnds(String answer) throws Exception {
        try (LoopbackServer server = LoopbackServer.http(exchange -> {
            exchange.send(answer);
            exchange.close();
        })) {
            for (int i = 0; i < 3; i++) {
                assertThat(exchange(HttpRequest.get(server.uri("/"))).text()).isEqualTo("ok");
            }
            assertThat(server.connections()).isEqualTo(3);
        }
    }

    @Test
    void answersWithoutBodyEndWithTheirHead() throws Exception {
        try (LoopbackServer server = LoopbackServer.http(exchange -> exchange.send(
                exchange.request().method().equals("HEAD")
                        ? "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"
                        : exchange.number() == 2 ? "HTTP/1.1 204 No Content\r\n\r\n" : "HTTP/1.1 304 Same\r\n\r\n"))) {
            for (String method : List.of("HEAD", "GET", "GET")) {
                HttpRequest request = HttpRequest.of(method, server.uri("/"), new byte[0]);
                assertThat(exchange(request.repeatable()).body()).isEmpty();
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 OK\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nName : blank before the colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nName: a\r\n folded\r\n\r\n",
                "HTTP/1.1 200 OK\r\nName: bell\u0007\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\nx",
                "HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\nx",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n"
            })
    void whatCouldBeUnderstoodInTwoWaysIsRefused(String answer) throws Exception {
        try (LoopbackServer server = LoopbackServer.http(exchange -> {
            exchange.send(answer);
            exchange.stall();
        })) {
            assertThatThrownBy(() -> exchange(HttpRequest.get(server.uri("/"))))
                    .isInstanceOfSatisfying(HttpFailure.class, failure -> {
                        assertThat(failure.kind()).isEqualTo(HttpFailure.Kind.MALFORMED);
                        assertThat(failure.code()).isEqualTo(ErrorCode.MALFORMED_ANSWER);
                        assertThat(failure.perhapsSent()).isTrue();
                        assertThat(failure).hasMessageContaining("http://localhost:" + server.port());
                    });
        }
    }

    @Test
    void aHeadWithoutEndIsRefused() throws Exception {
        try (LoopbackServer server = LoopbackServer.http(exchange -> {
            exchange.send("HTTP/1.1 200 OK\r\n");
            while (true) {
                exchange.send("X-Filler: " + "x".repeat(1000) + "\r\n");
            }
        })) {
            assertThatThrownBy(() -> exchange(HttpRequest.get(server.uri("/"))))
                    .isInstanceOfSatisfying(
                            HttpFailure.class,
                            failure -> assertThat(failure.kind()).isEqualTo(HttpFailure.Kind.MALFORMED));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 999999999999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n123456789\r\n",
                "HTTP/1.1 200 OK\r\n\r\n"
            })
    void aBodyThatIsTooLargeIsNotTaken(String head) throws Exception {
        try (LoopbackServer server = LoopbackServer.http(exchange -> {
            exchange.send(head + "x".repeat(LARGEST_BODY + 1));
            exchange.stall();
        })) {
            assertThatThrownBy(() -> exchange(HttpRequest.get(server.uri("/"))))
                    .isInstanceOfSatisfying(
                            HttpFailure.class,
                            failure -> assertThat(failure.kind()).isEqualTo(HttpFailure.Kind.TOO_LARGE));
        }
    }

    @Test
    void takesABodyOfExactlyTheLargestSize() throws Exception {
        try (LoopbackServer server = LoopbackServer.http(exchange -> {
            exchange.send("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(LARGEST_BODY));
            exchange.close();
        })) {
            assertThat(exchange(HttpRequest.get(server.uri("/"))).body()).hasSize(LARGEST_BODY);
        }
    }

    @Test
    void anIdleConnectionThatTheServerEndedIsNotUsedAgain() throws Exception {
        try (LoopbackServer server =
                LoopbackServer.http(Behaviour.sending("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"))) {
            exchange(HttpRequest.get(server.uri("/")));
            server.dropConnections();
            exchange(HttpRequest.get(server.uri("/")));
            assertThat(server.requests()).hasSize(2);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aRequestThatMustBeSentOnceGetsAFreshConnection() throws Exception {
        try (LoopbackServer server =
                LoopbackServer.http(Behaviour.sending("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"))) {
            exchange(HttpRequest.get(server.uri("/")));
            exchange(HttpRequest.of("POST", server.uri("/"), utf8("x")));
            exchange(HttpRequest.of("POST", server.uri("/"), utf8("x")).repeatable());
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aConnectionOverWhichSomethingCameUnaskedIsNotUsedAgain() throws Exception {
        try (LoopbackServer server = LoopbackServer.http(
                Behaviour.sending("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n\r\nforged"))) {
            exchange(HttpRequest.get(server.uri("/")));
            assertThat(exchange(HttpRequest.get(server.uri("/"))).text()).isEqualTo("ok");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://localhost/",
                "https:///path",
                "https://user:canary@localhost/",
                "https://localhost:99999/",
                "relative",
                "https://loc%61lhost/"
            })
    void anAddressThatIsNoneIsRefusedWithoutShowingIt(String uri) {
        assertThatThrownBy(() -> exchange(HttpRequest.get(URI.create(uri))))
                .isInstanceOfSatisfying(EnvdriftException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.VAULT_SETTINGS);
                    assertThat(failure.toString() + failure.hint()).doesNotContain("canary");
                });
    }

    @Test
    void aNameWithUnderscoreIsAHost() {
        assertThat(HttpAddress.of(URI.create("http://my_vault:8200/x")).hostField())
                .isEqualTo("my_vault:8200");
        assertThat(HttpAddress.of(URI.create("https://[::1]/x")).hostField()).isEqualTo("[::1]");
        assertThat(HttpAddress.of(URI.create("HTTPS://Vault.Example:443")).describe())
                .isEqualTo("https://vault.example");
    }

    @Test
    void whatWouldBreakTheFramingIsRefused() {
        HttpRequest request = HttpRequest.of("POST", URI.create("http://localhost/"), utf8("abc"));
        assertThatThrownBy(() -> request.with("Transfer-Encoding", "chunked"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> request.with("Content-Length", "2")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HttpRequest.of("GET / HTTP/1.1\r\nX:", request.uri(), new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"canary\nX: y", "canary\r", "canary\u0000", "canary\u20ac"})
    void aTokenThatWouldEndTheHeaderLineIsRefusedWithoutShowingIt(String token) {
        assertThatThrownBy(() -> HttpHeaders.none().with("X-Vault-Token", token))
                .isInstanceOf(EnvdriftException.class)
                .hasMessageContaining("X-Vault-Token")
                .hasMessageNotContaining("canary");
    }

    @Test
    void nothingSecretIsInTheTextForms() {
        HttpRequest request = HttpRequest.of(
                        "POST", URI.create("https://vault.example/path?sig=canary"), utf8("canary"))
                .with("Authorization", "canary");
        HttpResponse response = new HttpResponse(200, HttpHeaders.none().with("Set-Cookie", "canary"), utf8("canary"));
        assertThat(request + " " + request.headers() + response + response.headers())
                .doesNotContain("canary")
                .contains("POST https://vault.example/path", "Authorization", "HTTP 200 with 6 bytes");
    }
}
