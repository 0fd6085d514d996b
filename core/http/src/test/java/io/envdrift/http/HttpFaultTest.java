package io.envdrift.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.envdrift.base.Deadline;
import io.envdrift.base.ErrorCode;
import io.envdrift.http.HttpFailure.Kind;
import io.envdrift.testserver.Behaviour;
import io.envdrift.testserver.Exchange;
import io.envdrift.testserver.LoopbackServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server or the network can do wrong: each ends in time, says whether the request left, and was sent once. */
class HttpFaultTest {
    private static final Duration LIMIT = Duration.ofMillis(400);
    /** For what a server ends, or nobody does within a test's time: how busy the machine is must not matter. */
    private static final Duration AMPLE = Duration.ofSeconds(60);

    private final HttpTransport transport =
            new HttpTransport(HttpLimits.standard(), Tls.trusting(List.of()), ProxyRules.none());

    @AfterEach
    void close() {
        transport.close();
    }

    @SuppressWarnings("ImmutableEnumChecker") // Behaviours without state.
    enum Fault {
        RESET_BEFORE_THE_ANSWER(Kind.BROKEN, Exchange::reset),
        CLOSED_WITHOUT_AN_ANSWER(Kind.BROKEN, Exchange::close),
        CLOSED_IN_THE_HEAD(Kind.BROKEN, exchange -> {
            exchange.send("HTTP/1.1 200 OK\r\nContent-");
            exchange.close();
        }),
        RESET_IN_THE_BODY(Kind.BROKEN, exchange -> {
            exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345");
            exchange.reset();
        }),
        BODY_SHORTER_THAN_ITS_LENGTH(Kind.BROKEN, exchange -> {
            exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345");
            exchange.close();
        }),
        CHUNKS_CUT_OFF(Kind.BROKEN, exchange -> {
            exchange.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            exchange.close();
        }),
        SILENCE(Kind.TIMED_OUT, Exchange::stall),
        HEAD_BYTE_BY_BYTE(Kind.TIMED_OUT, exchange -> {
            exchange.send("HTTP/1.1 200 OK\r\nX-Slow: ");
            exchange.trickle("x");
        }),
        BODY_BYTE_BY_BYTE(Kind.TIMED_OUT, exchange -> {
            exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            exchange.trickle("x");
        }),
        BODY_WITHOUT_LENGTH_BYTE_BY_BYTE(Kind.TIMED_OUT, exchange -> {
            exchange.send("HTTP/1.1 200 OK\r\n\r\n");
            exchange.trickle("x");
        }),
        CHUNKS_ONE_BY_ONE(Kind.TIMED_OUT, exchange -> {
            exchange.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            exchange.trickle("1\r\nx\r\n");
        }),
        ENDLESS_CHUNK_HEADER(Kind.TIMED_OUT, exchange -> {
            exchange.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;");
            exchange.trickle("x");
        });

        private final Kind kind;
        private final Behaviour behaviour;

        Fault(Kind kind, Behaviour behaviour) {
            this.kind = kind;
            this.behaviour = behaviour;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReadFailsInTimeAndIsSentOnce(Fault fault) throws Exception {
        requireOneRequest(fault, "GET", Sending.REPEATABLE);
    }

    @ParameterizedTest
    @EnumSource
    void aWriteFailsInTimeAndIsSentOnce(Fault fault) throws Exception {
        requireOneRequest(fault, "POST", Sending.ONCE);
        if (fault.kind == Kind.BROKEN) {
            requireOneRequest(fault, "PUT", Sending.ONCE);
            requireOneRequest(fault, "DELETE", Sending.ONCE);
        }
    }

    private void requireOneRequest(Fault fault, String method, Sending sending) throws Exception {
        Duration limit = fault.kind == Kind.TIMED_OUT ? LIMIT : AMPLE;
        while (!hasOneRequest(fault, method, sending, limit)) {
            limit = limit.multipliedBy(2);
        }
    }

    /** Returns whether the request arrived within the limit, which is too short where the machine is busy. */
    private boolean hasOneRequest(Fault fault, String method, Sending sending, Duration limit) throws Exception {
        try (LoopbackServer server = LoopbackServer.http(fault.behaviour)) {
            byte[] body = method.equals("GET") ? new byte[0] : new byte[] {'x'};
            HttpRequest request =
                    new HttpRequest(method, server.uri("/?sig=canary"), HttpHeaders.none(), body, sending);
            long start = System.nanoTime();
            HttpFailure failure = failureOf(request, limit);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertThat(failure.kind()).isEqualTo(fault.kind);
            if (server.requests().isEmpty() && limit.compareTo(AMPLE) < 0) {
                return false;
            }
            assertThat(failure.code()).isEqualTo(ErrorCode.VAULT_UNREACHABLE);
            assertThat(failure.perhapsSent()).isTrue();
            assertThat(failure.getMessage())
                    .startsWith("No answer from http://localhost:" + server.port() + ": ")
                    .hasLineCount(1)
                    .doesNotContain("canary");
            assertThat(failure.hint()).isPresent();
            assertThat(server.requests()).hasSize(1);
            // Generous, since machines can be busy; without the watchdog these would take a minute or for ever.
            assertThat(took).isLessThan(limit.plus(LIMIT.multipliedBy(50)));
            return true;
        }
    }

    private HttpFailure failureOf(HttpRequest request, Duration limit) {
        return catchThrowableOfType(HttpFailure.class, () -> transport.exchange(request, Deadline.in(limit)));
    }

    @Test
    void aServerThatDoesNotReadALargeBodyIsLeftInTime() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            URI uri = URI.create("http://localhost:" + deaf.getLocalPort() + "/");
            HttpRequest large = HttpRequest.of("PUT", uri, new byte[32 << 20]);
            HttpFailure failure = failureOf(large, LIMIT);
            // Where the machine is busy, even the connection takes longer.
            for (Duration limit = LIMIT; !failure.perhapsSent() && limit.compareTo(AMPLE) < 0; ) {
                assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
                limit = limit.multipliedBy(2);
                failure = failureOf(large, limit);
            }
            assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
            assertThat(failure.perhapsSent()).isTrue();
        }
    }

    @Test
    void anAnswerThatComesBeforeTheServerHasReadTheBodyIsSeen() throws Exception {
        byte[] refusal = "HTTP/1.1 413 Too Large\r\nContent-Length: 5\r\n\r\nlarge".getBytes(StandardCharsets.UTF_8);
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> {
                try (var socket = server.accept()) {
                    socket.getInputStream().readNBytes(100);
                    socket.getOutputStream().write(refusal);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            URI uri = URI.create("http://localhost:" + server.getLocalPort() + "/");
            HttpResponse response =
                    transport.exchange(HttpRequest.of("PUT", uri, new byte[32 << 20]), Deadline.in(AMPLE));
            assertThat(response.status()).isEqualTo(413);
            assertThat(response.text()).isEqualTo("large");
            served.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void aClosedPortIsRefusedAndNothingWasSent() throws Exception {
        // Held without listening, so that no other process gets the port meanwhile.
        try (Socket held = new Socket()) {
            held.bind(new InetSocketAddress(0));
            int port = held.getLocalPort();
            HttpFailure failure =
                    failureOf(HttpRequest.of("POST", URI.create("http://localhost:" + port + "/"), new byte[1]), AMPLE);
            assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
            assertThat(failure.perhapsSent()).isFalse();
            assertThat(failure).hasMessage("No answer from http://localhost:" + port + ": connection refused");
        }
    }

    @Test
    void aNameWithoutAddressIsSaidSoAndNothingWasSent() {
        HttpFailure failure = failureOf(
                HttpRequest.of("POST", URI.create("http://no-such-host.invalid/"), new byte[1]),
                Duration.ofSeconds(10));
        // Where no name server answers at all, the look-up is cut instead.
        assertThat(failure.kind()).isIn(Kind.UNKNOWN_HOST, Kind.TIMED_OUT);
        assertThat(failure.perhapsSent()).isFalse();
        assertThat(failure.getMessage()).startsWith("No answer from http://no-such-host.invalid: ");
    }

    @Test
    void aHostThatDoesNotTakeTheConnectionIsLeftInTime() throws Exception {
        // The first connection fills the queue of a listener that never accepts; the kernel lets later ones wait.
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI uri = URI.create("http://localhost:" + full.getLocalPort() + "/");
            HttpFailure failure = null;
            for (int i = 0; i < 4; i++) {
                failure = failureOf(HttpRequest.of("POST", uri, new byte[1]), LIMIT);
                assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
            }
            assertThat(failure).isNotNull();
        }
    }

    @Test
    void nothingIsSentWhenNoTimeIsLeft() throws Exception {
        try (LoopbackServer server = LoopbackServer.http(Behaviour.sending("HTTP/1.1 200 OK\r\n\r\n"))) {
            HttpFailure failure = failureOf(HttpRequest.get(server.uri("/")), Duration.ZERO);
            assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
            assertThat(failure.perhapsSent()).isFalse();
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void aConnectionThatItsTimeEndsBeforeTheRequestIsSentIsTooLateAndNothingElse() throws Exception {
        try (LoopbackServer server =
                LoopbackServer.http(Behaviour.sending("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))) {
            // Times around what a request over an idle connection takes, so that some end just before it is sent.
            for (int i = 0; i < 300; i++) {
                transport.exchange(HttpRequest.get(server.uri("/")), Deadline.in(AMPLE));
                try {
                    transport.exchange(HttpRequest.get(server.uri("/")), Deadline.in(Duration.ofNanos(i * 1000L)));
                } catch (HttpFailure e) {
                    assertThat(e.kind()).isEqualTo(Kind.TIMED_OUT);
                }
            }
        }
    }

    @Test
    void theTransportsOwnLimitHoldsUnderALongDeadline() throws Exception {
        HttpLimits limits = new HttpLimits(AMPLE, LIMIT, 100);
        try (HttpTransport impatient = new HttpTransport(limits, Tls.trusting(List.of()), ProxyRules.none());
                LoopbackServer server = LoopbackServer.http(Exchange::stall)) {
            HttpFailure failure = catchThrowableOfType(
                    HttpFailure.class,
                    () -> impatient.exchange(HttpRequest.get(server.uri("/")), Deadline.in(Duration.ofMinutes(1))));
            // The other words are those of a machine so busy that even the connection took longer.
            assertThat(failure.getMessage())
                    .startsWith("No answer from http://localhost:" + server.port() + ": ")
                    .matches(".*: no (complete answer|connection) within (400|[123]?\\d?\\d) ms");
        }
    }

    @Test
    void anInterruptionEndsAnExchange() throws Exception {
        CompletableFuture<HttpFailure> outcome = new CompletableFuture<>();
        CompletableFuture<Boolean> arrived = new CompletableFuture<>();
        try (LoopbackServer server = LoopbackServer.http(exchange -> {
            arrived.complete(true);
            exchange.stall();
        })) {
            Thread thread = Thread.ofPlatform().start(() -> {
                outcome.complete(failureOf(HttpRequest.get(server.uri("/")), Duration.ofMinutes(1)));
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            });
            arrived.get(60, TimeUnit.SECONDS);
            thread.interrupt();
            HttpFailure failure = outcome.get(60, TimeUnit.SECONDS);
            assertThat(failure.kind()).isEqualTo(Kind.INTERRUPTED);
            assertThat(failure.code()).isEqualTo(ErrorCode.INTERRUPTED);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50})
    void itsThreadsDoNotKeepTheMachineRunning(int exchanges) throws Exception {
        try (LoopbackServer server =
                LoopbackServer.http(Behaviour.sending("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))) {
            for (int i = 0; i < exchanges; i++) {
                transport.exchange(HttpRequest.get(server.uri("/")), Deadline.in(AMPLE));
            }
        }
        List<Thread> own = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("envdrift-http"))
                .toList();
        assertThat(own).allMatch(Thread::isDaemon);
        assertThat(own)
                .filteredOn(thread -> thread.getName().endsWith("watchdog"))
                .hasSizeLessThanOrEqualTo(1);
    }
}
