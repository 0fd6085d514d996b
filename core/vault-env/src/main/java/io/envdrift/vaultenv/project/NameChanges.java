package io.envdrift.vaultenv.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The names that differ between two versions of an environment. */
public record NameChanges(List<String> added, List<String> modified, List<String> removed) {
    /** Compares two versions. */
    static NameChanges between(Map<String, String> before, Map<String, String> after) {
        List<String> added = new ArrayList<>();
        List<String> modified = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        after.forEach((name, value) -> {
            if (!before.containsKey(name)) {
                added.add(name);
            } else if (!value.equals(before.get(name))) {
                modified.add(name);
            }
        });
        before.keySet().stream().filter(name -> !after.containsKey(name)).forEach(removed::add);
        return new NameChanges(List.copyOf(added), List.copyOf(modified), List.copyOf(removed));
    }

    /** Tells whether nothing differs. */
    public boolean isEmpty() {
        return added.isEmpty() && modified.isEmpty() && removed.isEmpty();
    }

    /** Returns the names as the original's client sends them: {@code +A}, {@code ~B}, {@code -C}. */
    List<String> marked() {
        List<String> marked = new ArrayList<>();
        added.forEach(name -> marked.add("+" + name));
        modified.forEach(name -> marked.add("~" + name));
        removed.forEach(name -> marked.add("-" + name));
        return marked;
    }
}
