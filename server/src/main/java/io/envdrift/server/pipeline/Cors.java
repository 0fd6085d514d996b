package io.envdrift.server.pipeline;

import java.util.Optional;

/** Which web pages of other origins may call an API. */
public sealed interface Cors {
    /** No page: there is no header, and {@code OPTIONS} is a method like others. */
    record None() implements Cors {}

    /**
     * Any page.
     *
     * @param methods they may use, separated by commas
     * @param headers they may send, separated by commas
     */
    record Any(String methods, String headers) implements Cors {}

    /** Returns the value of {@code Access-Control-Allow-Origin}. */
    default Optional<String> origin() {
        return this instanceof Any ? Optional.of("*") : Optional.empty();
    }
}
