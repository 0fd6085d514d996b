package io.envdrift.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.envdrift.base.Deadline;
import io.envdrift.http.HttpFailure;
import io.envdrift.http.HttpFailure.Kind;
import io.envdrift.http.HttpLimits;
import io.envdrift.http.HttpRequest;
import io.envdrift.http.HttpResponse;
import io.envdrift.http.HttpTransport;
import io.envdrift.http.ProxyRules;
import io.envdrift.http.RetryPolicy;
import io.envdrift.http.Tls;
import io.envdrift.testserver.Answer;
import io.envdrift.testserver.TestAuthority;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultServerTest {
    private static final Duration AMPLE = Duration.ofSeconds(60);

    private final AtomicInteger performed = new AtomicInteger();
    private final HttpTransport transport =
            new HttpTransport(HttpLimits.standard(), Tls.trusting(List.of()), ProxyRules.none());

    @AfterEach
    void close() {
        transport.close();
    }

    private FaultServer server() throws Exception {
        return FaultServer.http(request -> {
            performed.incrementAndGet();
            return Answer.json(200, "{\"value\":\"secret\"}");
        });
    }

    private HttpResponse get(FaultServer server) {
        return get(server, AMPLE);
    }

    private HttpResponse get(FaultServer server, Duration limit) {
        return transport.exchange(HttpRequest.get(server.uri("/secret")), Deadline.in(limit));
    }

    private Kind failure(FaultServer server, Duration limit) {
        return catchThrowableOfType(HttpFailure.class, () -> get(server, limit)).kind();
    }

    /** Nothing but the time ends it; where the machine is busy, the request may take long to arrive. */
    private void timesOut(FaultServer server) {
        int before = server.requests().size();
        for (Duration limit = Duration.ofMillis(500); ; limit = limit.multipliedBy(2)) {
            assertThat(failure(server, limit)).isEqualTo(Kind.TIMED_OUT);
            if (server.requests().size() > before) {
                return;
            }
            assertThat(limit).isLessThan(AMPLE);
        }
    }

    @Test
    void faultsComeInOrderAndThenTheLastingOne() throws Exception {
        try (FaultServer server = server()) {
            server.next(
                    Fault.answering(Answer.of(429).with("Retry-After", "3")),
                    Fault.answering(Answer.of(500)),
                    Fault.none());
            HttpResponse throttled = get(server);
            assertThat(throttled.status()).isEqualTo(429);
            assertThat(throttled.headers().first("Retry-After")).contains("3");
            assertThat(get(server).status()).isEqualTo(500);
            assertThat(get(server).text()).isEqualTo("{\"value\":\"secret\"}");
            server.always(Fault.answering(Answer.of(403)));
            assertThat(get(server).status()).isEqualTo(403);
            assertThat(get(server).status()).isEqualTo(403);
            assertThat(performed).hasValue(1);
            assertThat(server.requests()).hasSize(5);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void eachFaultLooksAsItsNameSays() throws Exception {
        try (FaultServer server = server()) {
            server.next(Fault.reset(), Fault.resetInTheBody(), Fault.stalled(), Fault.trickling(), Fault.answerLost());
            assertThat(failure(server, AMPLE)).isEqualTo(Kind.BROKEN);
            assertThat(performed).hasValue(0);
            assertThat(failure(server, AMPLE)).isEqualTo(Kind.BROKEN);
            assertThat(performed).hasValue(1);
            timesOut(server);
            timesOut(server);
            assertThat(performed).hasValue(1);
            assertThat(failure(server, AMPLE)).isEqualTo(Kind.BROKEN);
            assertThat(performed).hasValue(2);
            server.next(
                    Fault.truncatedText(), Fault.loginPage(), Fault.redirectingTo(URI.create("https://evil.example")));
            assertThat(get(server).text()).isEqualTo("{\"value\":");
            assertThat(get(server).headers().first("Content-Type")).contains("text/html");
            assertThat(get(server).status()).isEqualTo(307);
        }
    }

    @Test
    void aDelayedAnswerIsTheRegularOne() throws Exception {
        try (FaultServer server = server()) {
            server.always(Fault.delayed(Duration.ofMillis(60)));
            long start = System.nanoTime();
            assertThat(get(server).status()).isEqualTo(200);
            assertThat(System.nanoTime() - start)
                    .isGreaterThanOrEqualTo(Duration.ofMillis(60).toNanos());
        }
    }

    @Test
    void aLogInCanBeSparedFromFaults() throws Exception {
        try (FaultServer server = server()) {
            server.onlyFor(request -> !request.path().equals("/login"));
            server.always(Fault.answering(Answer.of(503)));
            assertThat(get(server).status()).isEqualTo(503);
            HttpRequest login = HttpRequest.get(server.uri("/login?x"));
            assertThat(transport.exchange(login, Deadline.in(AMPLE)).status()).isEqualTo(200);
        }
    }

    @Test
    void aWriteWhoseAnswerIsLostArrivesOnceUnderThePolicy() throws Exception {
        try (FaultServer server = server()) {
            server.always(Fault.answerLost());
            HttpRequest write = HttpRequest.of("POST", server.uri("/secret"), new byte[1]);
            assertThatThrownBy(() -> RetryPolicy.standard().exchange(transport, write, Deadline.in(AMPLE)))
                    .isInstanceOf(HttpFailure.class);
            assertThat(performed).hasValue(1);
        }
    }

    @Test
    void speaksTls(@TempDir Path folder) throws Exception {
        TestAuthority authority = TestAuthority.in(folder);
        try (FaultServer server = FaultServer.https(authority.issue("dns:localhost"), request -> Answer.of(204));
                HttpTransport trusting = new HttpTransport(
                        HttpLimits.standard(), Tls.trusting(List.of(authority.file())), ProxyRules.none())) {
            HttpRequest request = HttpRequest.get(server.uri("/"));
            assertThat(trusting.exchange(request, Deadline.in(AMPLE)).status()).isEqualTo(204);
            assertThat(catchThrowableOfType(HttpFailure.class, () -> transport.exchange(request, Deadline.in(AMPLE)))
                            .kind())
                    .isEqualTo(Kind.TLS);
        }
    }
}
