package io.envdrift.vaultenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.vaultenv.protocol.VaultKey;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A running watch for changes. */
public final class VaultWatch implements AutoCloseable {
    /** How often a watch looks unless configured otherwise. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);

    private static final Duration LONGEST = Duration.ofDays(365);

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("vault-env-watch").factory());
    private final VaultEnvLoader loader;
    private final VaultServer server;
    private final VaultProject project;
    private final BiConsumer<Set<String>, VaultEnv> onChange;
    private final Consumer<EnvdriftException> onError;
    private VaultEnv current;

    private VaultWatch(
            VaultEnv current,
            VaultEnvLoader loader,
            BiConsumer<Set<String>, VaultEnv> onChange,
            Consumer<EnvdriftException> onError) {
        VaultKey key = loader.requireKey();
        this.current = current;
        this.loader = loader;
        this.server = loader.server();
        this.project = loader.project(server, key);
        this.onChange = onChange;
        this.onError = onError;
    }

    static VaultWatch start(
            VaultEnv current,
            VaultEnvLoader loader,
            Duration interval,
            BiConsumer<Set<String>, VaultEnv> onChange,
            Consumer<EnvdriftException> onError) {
        long millis = millis(interval);
        VaultWatch watch = new VaultWatch(current, loader, onChange, onError);
        // The first look is at once: something may have changed since the snapshot was taken.
        var unused = watch.executor.scheduleWithFixedDelay(watch::look, 0, millis, TimeUnit.MILLISECONDS);
        return watch;
    }

    private static long millis(Duration interval) {
        if (interval.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("the interval of a watch is a millisecond at least");
        }
        return interval.compareTo(LONGEST) > 0 ? LONGEST.toMillis() : interval.toMillis();
    }

    /** Ends the watch; a second time changes nothing. A callback that is running may still finish. */
    public void unwatch() {
        executor.shutdownNow();
        server.close();
    }

    /** Ends the watch. */
    @Override
    public void close() {
        unwatch();
    }

    private void look() {
        try {
            long version = project.currentVersion(loader.environmentName()).version();
            if (current.version().orElse(-1) != version && version != 0) {
                VaultEnv next = loader.pulled(project, current.local());
                Set<String> changed = changed(current, next);
                current = next;
                if (!changed.isEmpty() && !executor.isShutdown()) {
                    onChange.accept(changed, next);
                }
            }
        } catch (EnvdriftException e) {
            report(e);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            // What a callback throws must not end the watch without a word.
            report(new EnvdriftException(ErrorCode.VAULT_ENV, "The watch callback failed: " + e, null, e));
        }
    }

    private void report(EnvdriftException failure) {
        if (executor.isShutdown()) {
            return;
        }
        try {
            onError.accept(failure);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            loader.warn("Watch poll failed: " + failure.getMessage() + " (and its error callback failed: " + e + ")");
        }
    }

    private static Set<String> changed(VaultEnv before, VaultEnv after) {
        Set<String> names = new HashSet<>(before.values().keySet());
        names.addAll(after.values().keySet());
        names.removeIf(
                name -> Objects.equals(before.values().get(name), after.values().get(name)));
        return Set.copyOf(names);
    }
}
