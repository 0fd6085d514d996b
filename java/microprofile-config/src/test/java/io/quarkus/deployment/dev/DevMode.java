package io.quarkus.deployment.dev;

import java.util.function.Supplier;

/** Stands where Quarkus's own classes do while it runs the tests of an application again after each change. */
public final class DevMode {
    private DevMode() {}

    /** Returns what an application is given. */
    public static <T> T of(Supplier<T> application) {
        return application.get();
    }
}
