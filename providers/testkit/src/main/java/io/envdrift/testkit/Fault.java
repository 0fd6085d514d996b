package io.envdrift.testkit;

import io.envdrift.testserver.Answer;
import io.envdrift.testserver.Exchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;

/** A fault of a single request. */
@FunctionalInterface
public interface Fault {
    /**
     * Deals with a request in place of the service.
     *
     * @param regular performs the request and gives the service's own answer; a fault that does not ask for it leaves the
     *     service untouched
     */
    void serve(Exchange exchange, Supplier<Answer> regular) throws IOException;

    /** Nothing goes wrong. */
    static Fault none() {
        return (exchange, regular) -> exchange.answer(regular.get());
    }

    /** Another answer, without performing the request. */
    static Fault answering(Answer answer) {
        return (exchange, regular) -> exchange.answer(answer);
    }

    /** A redirect, which no client may follow. */
    static Fault redirectingTo(URI elsewhere) {
        return answering(Answer.of(307).with("Location", elsewhere.toString()));
    }

    /** The regular answer, late. */
    static Fault delayed(Duration delay) {
        return (exchange, regular) -> {
            exchange.pause(Math.toIntExact(delay.toMillis()));
            exchange.answer(regular.get());
        };
    }

    /** The request is not performed and its connection reset. */
    static Fault reset() {
        return (exchange, regular) -> exchange.reset();
    }

    /** The request is performed, but its connection is reset before the answer: nobody can know. */
    static Fault answerLost() {
        return (exchange, regular) -> {
            var unused = regular.get();
            exchange.reset();
        };
    }

    /** The connection is reset in the middle of the answer's body. */
    static Fault resetInTheBody() {
        return (exchange, regular) -> {
            Answer answer = regular.get();
            exchange.send(answer.head());
            exchange.send(half(answer.body()));
            exchange.reset();
        };
    }

    /** The body ends in the middle, and its length says that this is all. */
    static Fault truncatedText() {
        return (exchange, regular) -> {
            Answer answer = regular.get();
            exchange.answer(new Answer(answer.status(), answer.headers(), half(answer.body())));
        };
    }

    /** A page for people where a program expects an answer: what portals and proxies send. */
    static Fault loginPage() {
        byte[] page = "<html><body>Please log in</body></html>".getBytes(StandardCharsets.UTF_8);
        return answering(new Answer(200, Map.of("Content-Type", "text/html"), page));
    }

    /** No answer. */
    static Fault stalled() {
        return (exchange, regular) -> exchange.stall();
    }

    /** An answer a byte at a time, without end. */
    static Fault trickling() {
        return (exchange, regular) -> {
            exchange.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n");
            exchange.trickle(" ");
        };
    }

    private static byte[] half(byte[] body) {
        return Arrays.copyOf(body, body.length / 2);
    }
}
