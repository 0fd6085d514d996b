package io.envdrift.levels;

import io.envdrift.levels.merge.LevelContent;
import io.envdrift.levels.merge.MergedLevels;
import io.envdrift.levels.merge.Resolved;
import io.envdrift.levels.protocol.LevelPath;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The levels from a project's down to the one that was asked for, decrypted and merged. Immutable.
 *
 * @param path what was asked for
 * @param levels those that have content, in the order in which they were merged
 * @param merged the values of all of them
 * @param cached whether they come from the cache, because the server was not asked or did not answer
 */
public record PulledLevels(LevelPath path, List<LevelContent> levels, MergedLevels merged, boolean cached) {
    /** Copies the collections. */
    public PulledLevels {
        levels = List.copyOf(levels);
    }

    static PulledLevels of(LevelPath path, List<LevelContent> levels, boolean cached) {
        return new PulledLevels(path, levels, MergedLevels.of(levels), cached);
    }

    /** Returns the values as they were pushed, by name; references in them are not resolved. */
    public Map<String, String> values() {
        return merged.values();
    }

    /**
     * Returns the values as a .env file, sorted by name, in which references are references still where its quotes can hold
     * them: pushed again, it means the same.
     *
     * @throws io.envdrift.base.EnvdriftException {@code UNQUOTABLE_VALUE} when a value fits into no quotes
     */
    public String unresolvedEnv() {
        return EnvForm.write(new TreeMap<>(values()), merged.referring());
    }

    /** Returns the names whose references {@link #unresolvedEnv} cannot keep: their text stands there, and refers to nothing. */
    public List<String> lostReferences() {
        Map<String, String> values = values();
        return merged.referring().stream()
                .filter(name -> !EnvForm.holdsReferences(values.getOrDefault(name, "")))
                .sorted()
                .toList();
    }

    /** Returns the values after their references to each other were resolved. */
    public Resolved resolved() {
        return resolved(Map.of());
    }

    /**
     * Returns the values after their references were resolved.
     *
     * @param environment variables that references may name beside the values themselves
     */
    public Resolved resolved(Map<String, String> environment) {
        return merged.resolved(environment);
    }

    /** Returns the level that was asked for, if it has content: that which a write would replace. */
    public Optional<LevelContent> deepest() {
        return levels.stream().filter(level -> level.level().equals(path)).findFirst();
    }

    /** Returns the level that was asked for alone, without those above it. */
    public PulledLevels levelOnly() {
        return of(path, deepest().stream().toList(), cached);
    }

    /** Shows no values. */
    @Override
    public String toString() {
        return path + ": " + merged;
    }
}
