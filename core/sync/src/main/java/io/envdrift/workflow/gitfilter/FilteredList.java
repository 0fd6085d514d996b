package io.envdrift.workflow.gitfilter;

import io.envdrift.git.FilteredFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The list of a clone's filtered files while it is made: files are only ever added, and of several configurations the one that was
 * installed or refreshed last has a file that both map.
 */
final class FilteredList {
    private final List<FilteredFiles.Source> sources = new ArrayList<>();
    private final Map<String, FilteredFiles.Entry> entries = new TreeMap<>();

    FilteredList(Optional<FilteredFiles> before) {
        before.ifPresent(files -> {
            sources.addAll(files.sources());
            files.files().forEach(this::put);
        });
    }

    /**
     * Takes the present text of a configuration. A file that it has no mapping for stays with the text that had one: that may be the
     * text of another branch, or of another work tree.
     *
     * @return its index
     */
    int source(FilteredFiles.Source source) {
        int known = sources.indexOf(source);
        if (known >= 0) {
            return known;
        }
        sources.add(source);
        return sources.size() - 1;
    }

    void put(FilteredFiles.Entry entry) {
        entries.put(entry.path(), entry);
    }

    /** Returns the list, without the configurations that have no file any more. */
    FilteredFiles files(Path root, boolean shared, boolean ownCommitHook) {
        List<FilteredFiles.Source> used = new ArrayList<>();
        List<FilteredFiles.Entry> files = new ArrayList<>();
        for (FilteredFiles.Entry entry : entries.values()) {
            FilteredFiles.Source source = sources.get(entry.source());
            int index = used.indexOf(source);
            if (index < 0) {
                index = used.size();
                used.add(source);
            }
            files.add(of(entry, index));
        }
        return new FilteredFiles(root, shared, ownCommitHook, used, files);
    }

    private static FilteredFiles.Entry of(FilteredFiles.Entry entry, int source) {
        return new FilteredFiles.Entry(
                entry.path(), entry.keyName(), entry.keysFile(), entry.ephemeral(), source, entry.mapping());
    }
}
