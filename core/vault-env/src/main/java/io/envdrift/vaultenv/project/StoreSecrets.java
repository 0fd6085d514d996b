package io.envdrift.vaultenv.project;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.vaultenv.Latest;
import io.envdrift.vaultenv.VaultProject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Writes an environment: as a whole (push), or single names of it (set, delete). */
public final class StoreSecrets {
    private final VaultProject project;
    private final boolean namesHidden;

    /**
     * Creates the workflow.
     *
     * @param namesHidden whether the server shall not know which names changed
     */
    public StoreSecrets(VaultProject project, boolean namesHidden) {
        this.project = project;
        this.namesHidden = namesHidden;
    }

    /**
     * What was stored.
     *
     * @param changes against the version before; everything is added when that one could not be read
     * @param unreadVersion the version before, when another device encrypted it or it was no JSON: it stays in the history
     */
    public record Stored(long version, NameChanges changes, OptionalLong unreadVersion) {}

    /**
     * Replaces an environment by these secrets, whoever encrypted what is there. A new version is made also when nothing
     * changed, as the original does.
     *
     * @throws EnvdriftException {@code UNSUITABLE_FILE} when there are no secrets; others when the server cannot be reached
     *     or refuses
     */
    public Stored push(String environment, Map<String, String> secrets) {
        if (secrets.isEmpty()) {
            throw new EnvdriftException(
                    ErrorCode.UNSUITABLE_FILE, "There are no secrets to push", "VAULT_KEY itself is never pushed");
        }
        return switch (project.latest(environment)) {
            case Latest.Nothing nothing -> store(environment, Map.of(), secrets, OptionalLong.empty());
            case Latest.Readable before -> store(environment, before.values(), secrets, OptionalLong.empty());
            case Latest.Foreign foreign -> replaceUnread(environment, secrets, foreign.version());
            case Latest.Garbled garbled -> replaceUnread(environment, secrets, garbled.version());
        };
    }

    private Stored replaceUnread(String environment, Map<String, String> secrets, long unread) {
        Stored stored = store(environment, Map.of(), secrets, OptionalLong.empty());
        return new Stored(stored.version(), stored.changes(), OptionalLong.of(unread));
    }

    /**
     * Sets names and leaves the others as they are.
     *
     * @throws EnvdriftException {@code FOREIGN_BLOB} when another device encrypted what is there, {@code WRITE_CONFLICT} when
     *     somebody else was faster (the original's server does not notice that)
     */
    public Stored set(String environment, Map<String, String> values) {
        return edit(environment, before -> {
            before.putAll(values);
            return before;
        });
    }

    /**
     * Removes names.
     *
     * @throws EnvdriftException {@code SECRET_NOT_FOUND} when one of them is not there; others as in {@link #set}
     */
    public Stored delete(String environment, Set<String> names) {
        return edit(environment, before -> {
            for (String name : names) {
                if (before.remove(name) == null) {
                    throw new EnvdriftException(
                            ErrorCode.SECRET_NOT_FOUND, "There is no " + name + " in '" + environment + "'");
                }
            }
            return before;
        });
    }

    private Stored edit(String environment, UnaryOperator<Map<String, String>> change) {
        Latest latest = project.latest(environment);
        Map<String, String> before = switch (latest) {
            case Latest.Nothing nothing -> Map.of();
            case Latest.Readable readable -> readable.values();
            case Latest.Foreign foreign -> throw VaultProject.foreign(environment);
            case Latest.Garbled garbled -> throw VaultProject.garbled(environment);
        };
        Map<String, String> after = change.apply(new LinkedHashMap<>(before));
        return store(environment, before, after, OptionalLong.of(latest.version()));
    }

    private Stored store(
            String environment, Map<String, String> before, Map<String, String> after, OptionalLong expected) {
        NameChanges changes = NameChanges.between(before, after);
        Optional<List<String>> names = namesHidden ? Optional.empty() : Optional.of(changes.marked());
        long version = project.push(environment, after, names, expected);
        return new Stored(version, changes, OptionalLong.empty());
    }
}
