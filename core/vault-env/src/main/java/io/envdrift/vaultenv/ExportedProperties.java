package io.envdrift.vaultenv;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The system properties that snapshots of one loader have set, so that a later snapshot can clear those that are no
 * secret any more.
 */
final class ExportedProperties {
    private final Map<String, String> exported = new HashMap<>();

    /** Sets these values and clears what was set before and is not among them. */
    synchronized void replaceBy(Map<String, String> values) {
        for (String name : Set.copyOf(exported.keySet())) {
            if (!values.containsKey(name)) {
                clear(name);
            }
        }
        values.forEach((name, value) -> {
            if (!name.isEmpty()) {
                System.setProperty(name, value);
                exported.put(name, value);
            }
        });
    }

    /** Clears those of these names that were set here. */
    synchronized void clear(Set<String> names) {
        names.forEach(this::clear);
    }

    /** A property that somebody else has set since then is kept. */
    private void clear(String name) {
        String value = exported.remove(name);
        if (value != null && value.equals(System.getProperty(name))) {
            System.clearProperty(name);
        }
    }
}
