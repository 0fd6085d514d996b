package io.envdrift.vaultenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The callbacks of a watch. An exception of a callback is reported and does not end the watch. */
record WatchListener(
        VaultEnvLoader loader,
        BooleanSupplier ended,
        BiConsumer<Set<String>, VaultEnv> onChange,
        Consumer<EnvdriftException> onError) {
    void changed(Set<String> names, VaultEnv next) {
        if (ended.getAsBoolean()) {
            return;
        }
        try {
            onChange.accept(names, next);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            failed(new EnvdriftException(ErrorCode.VAULT_ENV, "The watch callback failed: " + e, null, e));
        }
    }

    void failed(EnvdriftException failure) {
        if (ended.getAsBoolean()) {
            return;
        }
        try {
            onError.accept(failure);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            loader.warn("Watch poll failed: " + failure.getMessage() + " (and its error callback failed: " + e + ")");
        }
    }
}
