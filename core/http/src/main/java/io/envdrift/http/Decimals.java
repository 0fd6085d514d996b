package io.envdrift.http;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * The JDK's decimal numbers. Every library that reads JSON needs them, and making their class takes a cold process 16 ms, for
 * powers of five that no answer needs. So that happens on a thread of its own, once, while the first request is prepared and
 * on its way.
 */
final class Decimals {
    static {
        Thread.ofPlatform().daemon().name("envdrift-decimals").start(() -> Objects.requireNonNull(BigDecimal.ZERO));
    }

    private Decimals() {}

    /** Starts to make them, unless that is done. */
    static void prepare() {
        // The class's own initializer does it.
    }
}
