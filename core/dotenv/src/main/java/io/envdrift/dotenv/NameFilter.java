package io.envdrift.dotenv;

import java.util.List;
import java.util.stream.Stream;

/**
 * Which names a command works on: those that match one of the include patterns, all if there is none, but never those
 * that match an exclude pattern.
 *
 * @param include patterns of {@code -k}
 * @param exclude patterns of {@code -ek}
 */
public record NameFilter(List<Glob> include, List<Glob> exclude) {
    private static final NameFilter ALL = new NameFilter(List.of(), List.of());

    public NameFilter {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /** Returns the filter that takes every name. */
    public static NameFilter all() {
        return ALL;
    }

    /** Reads the patterns. */
    public static NameFilter of(List<String> include, List<String> exclude) {
        return new NameFilter(
                include.stream().map(Glob::of).toList(),
                exclude.stream().map(Glob::of).toList());
    }

    /** Returns the filter that also leaves out what these patterns match. */
    public NameFilter without(List<Glob> patterns) {
        return new NameFilter(
                include, Stream.concat(exclude.stream(), patterns.stream()).toList());
    }

    /** Tells whether the name passes. */
    public boolean accepts(String name) {
        return (include.isEmpty() || include.stream().anyMatch(glob -> glob.matches(name)))
                && exclude.stream().noneMatch(glob -> glob.matches(name));
    }
}
