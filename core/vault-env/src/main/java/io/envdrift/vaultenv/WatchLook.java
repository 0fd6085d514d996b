package io.envdrift.vaultenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** One check of a watch: is there another version, and which values changed? */
final class WatchLook implements Runnable {
    private final VaultEnvLoader loader;
    private final VaultProject project;
    private final WatchListener listener;
    private final Set<String> toldOf = new HashSet<>();
    private VaultEnv current;

    WatchLook(VaultEnv current, VaultEnvLoader loader, VaultProject project, WatchListener listener) {
        this.current = current;
        this.loader = loader;
        this.project = project;
        this.listener = listener;
    }

    @Override
    public void run() {
        try {
            long version = project.currentVersion(loader.environmentName()).version();
            if (current.version().orElse(-1) != version && version != 0) {
                take();
            }
        } catch (EnvdriftException e) {
            listener.failed(e);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            listener.failed(new EnvdriftException(ErrorCode.VAULT_ENV, "The watch failed: " + e, null, e));
        }
    }

    private void take() {
        // A snapshot of a plain .env knows no earlier state of the vault, so nothing of it has changed yet.
        Map<String, String> known = current.vaultValues();
        boolean first = current.origin() == VaultEnv.Origin.DOTENV;
        VaultEnv pulled = loader.pulled(project, current.local());
        Set<String> moved = first ? Set.of() : different(known, pulled.vaultValues());
        VaultEnv next = pulled.withoutLocal(moved);
        Set<String> changed = different(current.values(), next.values());
        warnOfProcess(moved, next);
        Set<String> vanished = new HashSet<>(current.values().keySet());
        vanished.removeAll(next.values().keySet());
        loader.exported().clear(vanished);
        current = next;
        if (!changed.isEmpty()) {
            listener.changed(changed, next);
        }
    }

    /** Says once of each name that its change cannot reach the application. */
    private void warnOfProcess(Set<String> moved, VaultEnv next) {
        List<String> hidden = moved.stream()
                .filter(name -> !loader.overrides() && next.vaultValues().containsKey(name))
                .filter(name -> loader.processEnvironment().containsKey(name))
                .filter(toldOf::add)
                .sorted()
                .toList();
        if (!hidden.isEmpty()) {
            loader.warn("The process environment hides what changed in the vault for " + String.join(", ", hidden));
        }
    }

    private static Set<String> different(Map<String, String> before, Map<String, String> after) {
        Set<String> names = new HashSet<>(before.keySet());
        names.addAll(after.keySet());
        names.removeIf(name -> Objects.equals(before.get(name), after.get(name)));
        return Set.copyOf(names);
    }
}
