package io.envdrift.levels.merge;

import io.envdrift.dotenv.RawValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The values of several levels as one set: a later level replaces a whole value of an earlier one, also by an empty value.
 * Each value remembers all levels that have it. Immutable.
 */
public final class MergedLevels {
    private final Map<String, List<Assigned>> chains;

    private MergedLevels(Map<String, List<Assigned>> chains) {
        this.chains = chains;
    }

    /**
     * Merges.
     *
     * @param levels the one that wins last
     * @throws io.envdrift.base.EnvdriftException {@code UNSUITABLE_FILE} when one does not parse; the message names it
     */
    public static MergedLevels of(List<LevelContent> levels) {
        Map<String, List<Assigned>> chains = new LinkedHashMap<>();
        for (LevelContent level : levels) {
            lastOfEach(level.values())
                    .forEach((name, value) -> chains.computeIfAbsent(name, absent -> new ArrayList<>())
                            .add(new Assigned(value, level.level())));
        }
        return new MergedLevels(chains);
    }

    private static Map<String, RawValue> lastOfEach(List<RawValue> values) {
        Map<String, RawValue> last = new LinkedHashMap<>();
        values.forEach(value -> last.put(value.name(), value));
        return last;
    }

    /** Returns the values that win, by name, in the order in which the names first came. */
    public Map<String, Assigned> winners() {
        Map<String, Assigned> winners = new LinkedHashMap<>();
        chains.forEach((name, chain) -> winners.put(name, chain.getLast()));
        return winners;
    }

    /** Returns all levels' values of a name, the one that wins last; empty when no level has it. */
    public List<Assigned> chain(String name) {
        return List.copyOf(Optional.ofNullable(chains.get(name)).orElse(List.of()));
    }

    /** Returns the values that win, as they were pushed; references in them are not resolved. */
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        winners().forEach((name, winner) -> values.put(name, winner.value().value()));
        return values;
    }

    /** Returns the names whose values contain references. */
    public Set<String> referring() {
        Set<String> names = new LinkedHashSet<>();
        winners().forEach((name, winner) -> {
            if (!winner.value().literal()
                    && Template.parse(winner.value().value()).refers()) {
                names.add(name);
            }
        });
        return names;
    }

    /**
     * Returns the values that win, after the references between them were resolved.
     *
     * @param environment variables that references may name beside the values themselves
     */
    public Resolved resolved(Map<String, String> environment) {
        return Resolver.resolve(winners().values().stream().map(Assigned::value).toList(), environment);
    }

    /** Returns the number of values, never the values. */
    @Override
    public String toString() {
        return chains.size() + " values";
    }
}
