package io.envdrift.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.envdrift.base.Deadline;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.http.HttpFailure.Kind;
import io.envdrift.testserver.Behaviour;
import io.envdrift.testserver.Exchange;
import io.envdrift.testserver.LoopbackServer;
import io.envdrift.testserver.TestAuthority;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    /** How busy the machine is must not matter. */
    private static final Duration AMPLE = Duration.ofSeconds(60);

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @TempDir
    static Path directory;

    static TestAuthority authority;
    static ServerSocketFactory local;

    @BeforeAll
    static void makeCertificates() throws Exception {
        authority = TestAuthority.in(directory);
        local = authority.issue("dns:localhost,ip:127.0.0.1");
    }

    private static HttpTransport transport(Tls tls) {
        return new HttpTransport(HttpLimits.standard(), tls, ProxyRules.none());
    }

    private static HttpResponse get(Tls tls, LoopbackServer server) {
        try (HttpTransport transport = transport(tls)) {
            return transport.exchange(HttpRequest.get(server.uri("/")), Deadline.in(AMPLE));
        }
    }

    @Test
    void aServerIsTrustedByAnExtraFile() throws Exception {
        try (LoopbackServer server = LoopbackServer.https(local, exchange -> exchange.send(OK))) {
            assertThat(get(Tls.trusting(List.of(authority.file())), server).text())
                    .isEqualTo("ok");
        }
    }

    @Test
    void theVariablesAndTheSettingNameExtraFilesToo() throws Exception {
        Path other = TestAuthority.in(Files.createDirectory(directory.resolve("other")))
                .file();
        Path bundle = Files.writeString(
                directory.resolve("bundle.pem"),
                "# comment\n" + Files.readString(other) + "\nmore text\n" + Files.readString(authority.file()));
        Optional<Path> none = Optional.empty();
        try (LoopbackServer server = LoopbackServer.https(local, exchange -> exchange.send(OK))) {
            for (Tls tls : List.of(
                    Tls.from(Map.of("SSL_CERT_FILE", bundle.toString()), none),
                    Tls.from(Map.of("REQUESTS_CA_BUNDLE", " " + authority.file()), none),
                    Tls.from(Map.of("SSL_CERT_FILE", other.toString()), Optional.of(authority.file())),
                    Tls.from(
                            Map.of("VAULT_CACERT", authority.file().toString()),
                            none,
                            "AWS_CA_BUNDLE",
                            "VAULT_CACERT"))) {
                assertThat(get(tls, server).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void thePlatformsAuthoritiesStayTrusted() {
        var platform = Tls.trusting(List.of()).trustManager().getAcceptedIssuers();
        var both = Tls.trusting(List.of(authority.file())).trustManager().getAcceptedIssuers();
        assertThat(platform).isNotEmpty();
        assertThat(both).contains(platform).hasSizeGreaterThanOrEqualTo(platform.length);
        assertThat(Arrays.stream(both)
                        .map(issuer -> issuer.getSubjectX500Principal().getName()))
                .contains("CN=envdrift test authority");
    }

    @Test
    void aServerIsNotTrustedWithoutIt() throws Exception {
        requireRefused(local, Tls.trusting(List.of()), "its certificate comes from an authority that is not trusted");
        requireRefused(
                local, Tls.from(Map.of("VAULT_CACERT", authority.file().toString()), Optional.empty()), "not trusted");
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws Exception {
        requireRefused(
                authority.issue("dns:elsewhere.example"),
                Tls.trusting(List.of(authority.file())),
                "its certificate is for another host");
    }

    @Test
    void anExpiredCertificateIsRefused() throws Exception {
        requireRefused(
                authority.issue("dns:localhost", "-startdate", "-10d", "-validity", "5"),
                Tls.trusting(List.of(authority.file())),
                "its certificate has expired");
    }

    private static void requireRefused(ServerSocketFactory certificate, Tls tls, String reason) throws Exception {
        try (LoopbackServer server = LoopbackServer.https(certificate, exchange -> exchange.send(OK))) {
            HttpFailure failure = catchThrowableOfType(HttpFailure.class, () -> get(tls, server));
            assertThat(failure.kind()).isEqualTo(Kind.TLS);
            assertThat(failure.reason()).contains(reason);
            assertThat(failure.perhapsSent()).isFalse();
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aServerThatSpeaksNoTlsIsSaidSo() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (var socket = plain.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                    socket.getInputStream().readAllBytes();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThatThrownBy(() -> exchangeWith(plain, AMPLE)).isInstanceOfSatisfying(HttpFailure.class, failure -> {
                assertThat(failure.kind()).isEqualTo(Kind.TLS);
                assertThat(failure.reason()).isEqualTo("no TLS connection could be made");
            });
        }
    }

    @Test
    void aServerThatIsSilentInTheHandshakeIsLeftInTime() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> exchangeWith(silent, Duration.ofMillis(300)))
                    .isInstanceOfSatisfying(HttpFailure.class, failure -> {
                        assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
                        assertThat(failure.perhapsSent()).isFalse();
                    });
        }
    }

    private static HttpResponse exchangeWith(ServerSocket listener, Duration limit) {
        URI uri = URI.create("https://localhost:" + listener.getLocalPort() + "/");
        try (HttpTransport transport = transport(Tls.trusting(List.of()))) {
            return transport.exchange(HttpRequest.get(uri), Deadline.in(limit));
        }
    }

    @Test
    void aConnectionBrokenInTheHandshakeSentNothing() throws Exception {
        try (ServerSocket rude = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (var socket = rude.accept()) {
                    socket.getInputStream().read();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThatThrownBy(() -> exchangeWith(rude, AMPLE)).isInstanceOfSatisfying(HttpFailure.class, failure -> {
                assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
                assertThat(failure.perhapsSent()).isFalse();
            });
        }
    }

    @Test
    void faultsUnderTlsEndInTimeAndSayThatTheRequestLeft() throws Exception {
        requireFault(Kind.BROKEN, Exchange::close);
        requireFault(Kind.BROKEN, exchange -> {
            exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345");
            exchange.close();
        });
        requireFault(Kind.TIMED_OUT, Exchange::stall);
        requireFault(Kind.TIMED_OUT, exchange -> {
            exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            exchange.trickle("x");
        });
    }

    private static void requireFault(Kind kind, Behaviour behaviour) throws Exception {
        Duration limit = kind == Kind.TIMED_OUT ? Duration.ofMillis(500) : AMPLE;
        while (!hasFault(kind, behaviour, limit)) {
            limit = limit.multipliedBy(2);
        }
    }

    /** Returns whether the request arrived within the limit, which is too short where the machine is busy. */
    private static boolean hasFault(Kind kind, Behaviour behaviour, Duration limit) throws Exception {
        Tls tls = Tls.trusting(List.of(authority.file()));
        try (LoopbackServer server = LoopbackServer.https(local, behaviour);
                HttpTransport transport = transport(tls)) {
            HttpFailure failure = catchThrowableOfType(
                    HttpFailure.class, () -> transport.exchange(HttpRequest.get(server.uri("/")), Deadline.in(limit)));
            assertThat(failure.kind()).isEqualTo(kind);
            if (server.requests().isEmpty() && limit.compareTo(AMPLE) < 0) {
                return false;
            }
            assertThat(failure.perhapsSent()).isTrue();
            assertThat(server.requests()).hasSize(1);
            return true;
        }
    }

    @Test
    void aConnectionIsKeptUnderTlsToo() throws Exception {
        try (LoopbackServer server = LoopbackServer.https(local, exchange -> exchange.send(OK));
                HttpTransport transport = transport(Tls.trusting(List.of(authority.file())))) {
            for (int i = 0; i < 4; i++) {
                transport.exchange(HttpRequest.get(server.uri("/")), Deadline.in(AMPLE));
            }
            assertThat(server.connections()).isEqualTo(1);
            server.dropConnections();
            transport.exchange(HttpRequest.get(server.uri("/")), Deadline.in(AMPLE));
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void anExtraFileThatCannotBeUsedIsSaidSo() throws Exception {
        Path empty = Files.writeString(directory.resolve("empty.pem"), "nothing here");
        Path broken = Files.writeString(
                directory.resolve("broken.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        requireUnusable(directory.resolve("missing.pem"), ErrorCode.FILE_NOT_FOUND, "no such file");
        requireUnusable(directory, ErrorCode.FILE_ACCESS, "directory");
        requireUnusable(empty, ErrorCode.VAULT_SETTINGS, "holds no certificate");
        requireUnusable(broken, ErrorCode.VAULT_SETTINGS, "holds a broken certificate");
    }

    private static void requireUnusable(Path file, ErrorCode code, String text) {
        assertThatThrownBy(() -> Tls.trusting(List.of(file)).socketFactory())
                .isInstanceOfSatisfying(EnvdriftException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(code);
                    assertThat(failure).hasMessageContaining(text).hasMessageContaining(file.toString());
                });
    }
}
