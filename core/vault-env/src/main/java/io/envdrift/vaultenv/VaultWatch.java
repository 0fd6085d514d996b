package io.envdrift.vaultenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.RepeatedTask;
import io.envdrift.vaultenv.protocol.VaultKey;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A running watch for changes. */
public final class VaultWatch implements AutoCloseable {
    /** How often a watch looks unless configured otherwise. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);

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
        RepeatedTask looks = RepeatedTask.named("vault-env-watch", interval);
        WatchListener listener = new WatchListener(loader, looks::isClosed, onChange, onError);
        try {
            Optional<VaultKey> key = loader.key();
            if (key.isEmpty()) {
                loader.warn("There is no VAULT_KEY, so there is nothing to watch");
                return idle(looks);
            }
            VaultServer server = loader.server();
            try {
                looks.start(new WatchLook(current, loader, loader.project(server, key.get()), listener));
            } catch (RuntimeException | Error e) {
                server.close();
                throw e;
            }
            return new VaultWatch(() -> {
                looks.close();
                server.close();
            });
        } catch (EnvdriftException e) {
            listener.failed(e);
            return idle(looks);
        }
    }

    /** Returns a watch that does nothing: an environment that cannot be watched must not end an application. */
    private static VaultWatch idle(RepeatedTask looks) {
        looks.close();
        return new VaultWatch(() -> {});
    }

    /**
     * Ends the watch; a second time changes nothing. A look or a callback that is on its way is interrupted and waited for, ten seconds
     * at most; a callback that ends its own watch goes on.
     */
    public void unwatch() {
        end.run();
    }

    /** Ends the watch. */
    @Override
    public void close() {
        unwatch();
    }
}
