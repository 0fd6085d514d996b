package io.envdrift.sources;

import io.envdrift.base.EnvdriftException;
import java.util.function.Consumer;

/**
 * Reports a failure once, until another one follows: a server that is down for a night must not cause a thousand lines.
 */
final class ErrorReport {
    private final Consumer<EnvdriftException> onError;
    private String told = "";

    ErrorReport(Consumer<EnvdriftException> onError) {
        this.onError = onError;
    }

    synchronized void passed() {
        told = "";
    }

    synchronized void failed(EnvdriftException failure) {
        if (told.equals(failure.getMessage())) {
            return;
        }
        told = failure.getMessage();
        try {
            onError.accept(failure);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            System.err.println("[envdrift] a watch failed, and its error callback too: " + failure.getMessage());
        }
    }
}
