package io.envdrift.vaultenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.vaultenv.protocol.VaultKey;
import java.time.Duration;
import java.util.Optional;
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

    private final Runnable end;

    private VaultWatch(Runnable end) {
        this.end = end;
    }

    static VaultWatch start(
            VaultEnv current,
            VaultEnvLoader loader,
            Duration interval,
            BiConsumer<Set<String>, VaultEnv> onChange,
            Consumer<EnvdriftException> onError) {
        long millis = millis(interval);
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("vault-env-watch").factory());
        WatchListener listener = new WatchListener(loader, executor::isShutdown, onChange, onError);
        try {
            Optional<VaultKey> key = loader.key();
            if (key.isEmpty()) {
                loader.warn("There is no VAULT_KEY, so there is nothing to watch");
                return idle(executor);
            }
            VaultServer server = loader.server();
            WatchLook look = new WatchLook(current, loader, loader.project(server, key.get()), listener);
            // The first look is at once: something may have changed since the snapshot was taken.
            var unused = executor.scheduleWithFixedDelay(look, 0, millis, TimeUnit.MILLISECONDS);
            return new VaultWatch(() -> {
                executor.shutdownNow();
                server.close();
            });
        } catch (EnvdriftException e) {
            listener.failed(e);
            return idle(executor);
        }
    }

    /** A watch that does nothing: what cannot be watched is no reason to end an application. */
    private static VaultWatch idle(ScheduledExecutorService executor) {
        executor.shutdownNow();
        return new VaultWatch(() -> {});
    }

    private static long millis(Duration interval) {
        if (interval.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("the interval of a watch is a millisecond at least");
        }
        return interval.compareTo(LONGEST) > 0 ? LONGEST.toMillis() : interval.toMillis();
    }

    /** Ends the watch; a second time changes nothing. A callback that is running may still finish. */
    public void unwatch() {
        end.run();
    }

    /** Ends the watch. */
    @Override
    public void close() {
        unwatch();
    }
}
