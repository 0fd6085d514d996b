package io.quarkus.deployment;

import java.util.function.Supplier;

/** Stands where Quarkus's own classes do while it builds an application. */
public final class Build {
    private Build() {}

    /** Returns what a step of the build is given. */
    public static <T> T of(Supplier<T> step) {
        return step.get();
    }
}
