package io.envdrift.workflow.gitfilter;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.config.Mapping;
import io.envdrift.dotenvx.KeyList;
import io.envdrift.git.FilteredFiles;
import io.envdrift.pool.SecretReference;
import io.envdrift.vault.VaultRead;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.keys.FetchedKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one configuration's ephemeral mappings: all vaults are asked together, when the first key is needed, and never again.
 */
final class ProjectVaultKeys implements AutoCloseable {
    private final Supplier<Project> opener;
    private final Map<Integer, Found> found = new HashMap<>();
    private @Nullable Project project;
    private @Nullable EnvdriftException closed;

    /** A key, or why there is none. */
    private record Found(Optional<KeyList> list, Optional<EnvdriftException> failure) {}

    ProjectVaultKeys(Supplier<Project> opener) {
        this.opener = opener;
    }

    /**
     * Returns the keys of a file, newest last.
     *
     * @throws EnvdriftException when its vault cannot be read, or holds no key
     */
    KeyList of(FilteredFiles.Entry entry) {
        if (found.isEmpty() && closed == null) {
            readAll();
        }
        Found key = found.get(entry.mapping());
        if (key == null) {
            throw closed != null
                    ? closed
                    : new EnvdriftException(
                            ErrorCode.CONFIG_INVALID,
                            entry.path() + ": the configuration has no mapping for it any more",
                            "give it one, then run: envdrift git refresh");
        }
        if (key.failure().isPresent()) {
            throw key.failure().get();
        }
        return key.list().orElseThrow();
    }

    private void readAll() {
        try {
            Project opened = opener.get();
            project = opened;
            List<Mapping> mappings = opened.config().sync().mappings().stream()
                    .filter(Mapping::ephemeral)
                    .toList();
            Map<Mapping, SecretReference> references = new HashMap<>();
            for (Mapping mapping : mappings) {
                try {
                    references.put(mapping, opened.secretOf(mapping));
                } catch (EnvdriftException e) {
                    found.put(mapping.index(), new Found(Optional.empty(), Optional.of(e)));
                }
            }
            Map<SecretReference, VaultRead> reads = opened.read(references.values());
            references.forEach(
                    (mapping, reference) -> found.put(mapping.index(), key(opened, mapping, reads.get(reference))));
        } catch (EnvdriftException e) {
            closed = e;
        }
    }

    private static Found key(Project project, Mapping mapping, @Nullable VaultRead read) {
        try {
            if (read == null) {
                throw new EnvdriftException(ErrorCode.INTERNAL, "a vault was not asked", "please report this");
            }
            return new Found(
                    Optional.of(
                            FetchedKey.parse(project, mapping, read.orThrow()).list()),
                    Optional.empty());
        } catch (EnvdriftException e) {
            return new Found(Optional.empty(), Optional.of(e));
        }
    }

    @Override
    public void close() {
        if (project != null) {
            project.close();
        }
    }
}
