package io.envdrift.levels.merge;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Values after resolution, and the names whose references could not be resolved. Immutable.
 *
 * @param values the resolved values by name; a value that could not be resolved is not among them
 * @param problems why, by name; never a value
 */
public record Resolved(Map<String, String> values, Map<String, String> problems) {
    /** Copies, in order. */
    public Resolved {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        problems = Collections.unmodifiableMap(new LinkedHashMap<>(problems));
    }

    /** Returns the numbers, never the values. */
    @Override
    public String toString() {
        return values.size() + " values, " + problems.size() + " problems";
    }
}
