package io.envdrift.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.Deadline;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.testserver.Answer;
import io.envdrift.testserver.Behaviour;
import io.envdrift.testserver.Exchange;
import io.envdrift.testserver.LoopbackServer;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    /** Makes every random pause as long as it can be. */
    private static final RandomGenerator LONGEST = new RandomGenerator() {
        @Override
        public long nextLong() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };

    private final List<Duration> pauses = new ArrayList<>();
    private final RetryPolicy policy = new RetryPolicy(pauses::add, () -> LONGEST, () -> NOW);
    private final HttpTransport transport =
            new HttpTransport(HttpLimits.standard(), Tls.trusting(List.of()), ProxyRules.none());

    @AfterEach
    void close() {
        transport.close();
    }

    private static Deadline minute() {
        return Deadline.in(Duration.ofMinutes(1));
    }

    private HttpResponse get(LoopbackServer server) {
        return policy.exchange(transport, HttpRequest.get(server.uri("/")), minute());
    }

    private HttpResponse post(LoopbackServer server) {
        return policy.exchange(transport, HttpRequest.of("POST", server.uri("/"), new byte[1]), minute());
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  200, 1",
        "GET,  304, 1",
        "GET,  307, 1",
        "GET,  400, 1",
        "GET,  401, 1",
        "GET,  403, 1",
        "GET,  404, 1",
        "GET,  408, 4",
        "GET,  429, 4",
        "GET,  500, 4",
        "GET,  501, 1",
        "GET,  502, 4",
        "GET,  503, 4",
        "GET,  504, 4",
        "GET,  599, 4",
        "POST, 200, 1",
        "POST, 401, 1",
        "POST, 408, 1",
        "POST, 409, 1",
        "POST, 429, 4",
        "POST, 500, 4",
        "POST, 503, 4",
        // A gateway lost the answer: the write may have happened.
        "POST, 502, 1",
        "POST, 504, 1"
    })
    void anAnswerIsAskedForAgainAtMostThreeTimes(String method, int status, int requests) throws Exception {
        try (LoopbackServer server = LoopbackServer.http(exchange -> exchange.answer(Answer.of(status)))) {
            HttpResponse response = method.equals("GET") ? get(server) : post(server);
            assertThat(response.status()).isEqualTo(status);
            assertThat(server.requests()).hasSize(requests);
        }
    }

    @Test
    void thePausesGrowAndAreRandom() throws Exception {
        try (LoopbackServer server = LoopbackServer.http(exchange -> exchange.answer(Answer.of(500)))) {
            get(server);
            assertThat(pauses).containsExactly(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(800));
            pauses.clear();
            new RetryPolicy(pauses::add, () -> () -> 0, () -> NOW)
                    .exchange(transport, HttpRequest.get(server.uri("/")), minute());
            assertThat(pauses).containsExactly(Duration.ZERO, Duration.ZERO, Duration.ZERO);
        }
    }

    @Test
    void twoErrorsAreForgottenWhenTheThirdAnswerIsGood() throws Exception {
        try (LoopbackServer server = LoopbackServer.http(
                exchange -> exchange.answer(exchange.number() < 3 ? Answer.of(500) : Answer.json(200, "{}")))) {
            assertThat(get(server).text()).isEqualTo("{}");
            assertThat(server.requests()).hasSize(3);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7                             | 7000",
                "' 7 '                         | 7000",
                "0                             | 200",
                "Sat, 21 Nov 2026 12:00:30 GMT | 30000",
                "Sat, 21 Nov 2026 11:00:00 GMT | 200",
                "soon                          | 200",
                "-5                            | 200",
                "1.5                           | 200",
                "Sat, 99 Nov 2026 12:00:30 GMT | 200"
            })
    void theServersPauseIsKeptWhenItIsLonger(String retryAfter, long millis) throws Exception {
        try (LoopbackServer server = LoopbackServer.http(exchange -> exchange.answer(
                exchange.number() == 1 ? Answer.of(429).with("Retry-After", retryAfter) : Answer.of(200)))) {
            assertThat(get(server).status()).isEqualTo(200);
            assertThat(pauses).containsExactly(Duration.ofMillis(millis));
        }
    }

    @ParameterizedTest
    @CsvSource({"61", "999999999", "99999999999999"})
    void aPauseBeyondTheDeadlineFailsAtOnce(String retryAfter) throws Exception {
        try (LoopbackServer server =
                LoopbackServer.http(exchange -> exchange.answer(Answer.of(429).with("Retry-After", retryAfter)))) {
            boolean understood = retryAfter.length() < 10;
            assertThat(get(server).status()).isEqualTo(429);
            assertThat(server.requests()).hasSize(understood ? 1 : 4);
        }
    }

    @Test
    void aBrokenConnectionIsTriedAgainForAReadAndNotForAWrite() throws Exception {
        Behaviour lostTwice = exchange -> {
            if (exchange.number() < 3) {
                exchange.reset();
            }
            exchange.answer(Answer.of(200));
        };
        try (LoopbackServer server = LoopbackServer.http(lostTwice)) {
            assertThat(get(server).status()).isEqualTo(200);
            assertThat(server.requests()).hasSize(3);
        }
        try (LoopbackServer server = LoopbackServer.http(lostTwice)) {
            assertThatThrownBy(() -> post(server)).isInstanceOf(HttpFailure.class);
            assertThat(server.requests()).hasSize(1);
            assertThat(pauses).hasSize(2);
        }
    }

    @Test
    void aServerThatAlwaysBreaksIsAskedFourTimes() throws Exception {
        try (LoopbackServer server = LoopbackServer.http(Exchange::reset)) {
            assertThatThrownBy(() -> get(server)).isInstanceOf(HttpFailure.class);
            assertThat(server.requests()).hasSize(RetryPolicy.ATTEMPTS);
        }
    }

    @Test
    void aRefusedConnectionIsTriedAgainForAWriteTooBecauseNothingWasSent() {
        AtomicInteger attempts = new AtomicInteger();
        assertThatThrownBy(() -> policy.call(minute(), Sending.ONCE, Verdict::of, () -> {
                    attempts.incrementAndGet();
                    throw new IllegalStateException("sdk", new ConnectException("Connection refused"));
                }))
                .hasMessage("sdk");
        assertThat(attempts).hasValue(4);
    }

    @Test
    void whatTheClassifierCallsSettledIsThrownAtOnce() {
        AtomicInteger attempts = new AtomicInteger();
        assertThatThrownBy(() -> policy.call(minute(), Sending.REPEATABLE, failure -> Verdict.settled(), () -> {
                    attempts.incrementAndGet();
                    throw new IllegalStateException("AccessDenied");
                }))
                .hasMessage("AccessDenied");
        assertThat(attempts).hasValue(1);
        assertThat(pauses).isEmpty();
    }

    @Test
    void aProvidersOwnThrottlingCanBeTriedAgain() {
        AtomicInteger attempts = new AtomicInteger();
        String answer = policy.call(minute(), Sending.ONCE, failure -> Verdict.notDone(), () -> {
            if (attempts.incrementAndGet() < 3) {
                throw new IllegalStateException("ThrottlingException");
            }
            return "answer";
        });
        assertThat(answer).isEqualTo("answer");
        assertThat(pauses).hasSize(2);
    }

    @Test
    void nothingIsTriedAgainWhenTheDeadlineIsNear() {
        AtomicInteger attempts = new AtomicInteger();
        Deadline near = Deadline.in(Duration.ofMillis(150));
        assertThatThrownBy(() -> policy.call(near, Sending.REPEATABLE, failure -> Verdict.notDone(), () -> {
                    attempts.incrementAndGet();
                    throw new IllegalStateException("busy");
                }))
                .hasMessage("busy");
        assertThat(attempts).hasValue(1);
    }

    @Test
    void aSleepThatOutlastsTheDeadlineDoesNotHideWhatTheServerSaid() {
        Deadline soon = Deadline.in(Duration.ofMillis(400));
        RetryPolicy oversleeping = new RetryPolicy(
                pause -> {
                    while (!soon.hasPassed()) {
                        Thread.onSpinWait();
                    }
                },
                () -> LONGEST,
                () -> NOW);
        AtomicInteger attempts = new AtomicInteger();
        assertThatThrownBy(() -> oversleeping.call(soon, Sending.REPEATABLE, failure -> Verdict.notDone(), () -> {
                    throw new IllegalStateException("attempt " + attempts.incrementAndGet());
                }))
                .hasMessage("attempt 1");
    }

    @Test
    void anInterruptionEndsTheWaiting() {
        RetryPolicy interrupted = new RetryPolicy(
                pause -> {
                    throw new InterruptedException();
                },
                () -> LONGEST,
                () -> NOW);
        assertThatThrownBy(() -> interrupted.call(minute(), Sending.REPEATABLE, failure -> Verdict.notDone(), () -> {
                    throw new IllegalStateException("busy");
                }))
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void theStandardPolicyReallyWaits() {
        AtomicInteger attempts = new AtomicInteger();
        long start = System.nanoTime();
        Verdict after = Verdict.notDone().after(Duration.ofMillis(50));
        RetryPolicy.standard().call(minute(), Sending.ONCE, failure -> after, () -> {
            if (attempts.incrementAndGet() == 1) {
                throw new IllegalStateException("busy");
            }
            return "done";
        });
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }
}
