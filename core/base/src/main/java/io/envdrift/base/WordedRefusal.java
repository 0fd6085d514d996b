package io.envdrift.base;

import java.util.Arrays;
import java.util.Optional;

/**
 * A refusal whose words belong to a protocol: the server sends exactly these words, and the client recognizes the
 * refusal by them. Each protocol has one enum of its own, which both sides use.
 */
public interface WordedRefusal {
    /** Returns status and words. */
    Words words();

    /**
     * What a refusal is on the wire.
     *
     * @param status the HTTP status
     * @param text what the server says
     */
    record Words(int status, String text) {}

    /** Returns the HTTP status. */
    default int status() {
        return words().status();
    }

    /** Returns what the server says. */
    default String text() {
        return words().text();
    }

    /** Finds the refusal of a protocol that matches an answer. */
    static <R extends WordedRefusal> Optional<R> find(R[] known, int status, String text) {
        return Arrays.stream(known)
                .filter(refusal -> refusal.status() == status && refusal.text().equals(text))
                .findFirst();
    }
}
