package io.envdrift.workflow.gitfilter;

import io.envdrift.dotenv.Glob;
import io.envdrift.git.FilteredFiles;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The variables that stay readable: those that a file's own configuration names, and no other one.
 *
 * @param common the patterns for a text whose file is not known: those that every configuration has
 */
record PlainKeys(List<List<Glob>> bySource, List<Glob> common) {
    /** Reads the patterns of a clone's configurations. */
    static PlainKeys of(FilteredFiles files) {
        Set<String> common = new LinkedHashSet<>();
        files.sources().stream().limit(1).forEach(first -> common.addAll(first.plainKeys()));
        files.sources().forEach(source -> common.retainAll(source.plainKeys()));
        return new PlainKeys(
                files.sources().stream()
                        .map(source -> globs(source.plainKeys()))
                        .toList(),
                globs(List.copyOf(common)));
    }

    /** Returns the patterns for a file. */
    List<Glob> of(FilteredFiles.Entry entry) {
        return bySource.get(entry.source());
    }

    private static List<Glob> globs(List<String> patterns) {
        return patterns.stream().map(Glob::of).toList();
    }
}
