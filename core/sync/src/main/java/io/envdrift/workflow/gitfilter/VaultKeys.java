package io.envdrift.workflow.gitfilter;

import io.envdrift.base.EnvdriftException;
import io.envdrift.dotenvx.KeyList;
import io.envdrift.git.FilteredFiles;
import io.envdrift.workflow.Project;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** The keys of ephemeral mappings, read from the vaults of each file's own configuration. */
public final class VaultKeys implements AutoCloseable {
    private final IntFunction<List<Supplier<Project>>> opener;
    private final Map<Integer, ProjectVaultKeys> bySource = new HashMap<>();

    /**
     * Creates a reader.
     *
     * @param opener opens a project by the index of its configuration on the list, with vaults that answer in time or not at all, at
     *     the places where what belongs to it may lie: a later one is opened where something was not there
     */
    public VaultKeys(IntFunction<List<Supplier<Project>>> opener) {
        this.opener = opener;
    }

    /**
     * Returns the keys of a file, newest last.
     *
     * @throws EnvdriftException when its vault cannot be read, or holds no key
     */
    KeyList of(FilteredFiles.Entry entry) {
        return bySource.computeIfAbsent(entry.source(), source -> new ProjectVaultKeys(opener.apply(source)))
                .of(entry);
    }

    @Override
    public void close() {
        bySource.values().forEach(ProjectVaultKeys::close);
    }
}
