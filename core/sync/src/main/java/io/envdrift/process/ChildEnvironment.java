package io.envdrift.process;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How a child's environment differs from that of this process. What is not named here reaches the child byte for byte.
 *
 * @param set variables with their values
 * @param removed variables that the child must not see
 */
public record ChildEnvironment(Map<String, String> set, Set<String> removed) {
    /** Copies the collections. */
    public ChildEnvironment {
        set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
        removed = Set.copyOf(removed);
    }

    void applyTo(Map<String, String> environment) {
        environment.keySet().removeAll(removed);
        environment.putAll(set);
    }

    /** Shows no value. */
    @Override
    public String toString() {
        return "ChildEnvironment[set=" + set.keySet() + ", removed=" + removed + "]";
    }
}
