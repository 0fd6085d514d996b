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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one configuration's ephemeral mappings: all vaults are asked together, when the first key is needed, and
 * none twice. A vault may be a file beside the configuration: where it is missing, has no such secret (on another
 * branch), or cannot be read (in the middle of a merge), the file at the next place is tried.
 */
final class ProjectVaultKeys implements AutoCloseable {
    private final List<Supplier<Project>> places;
    private final Map<Integer, Found> found = new HashMap<>();
    private final Set<SecretReference> asked = new HashSet<>();
    private final List<Project> opened = new ArrayList<>();
    private @Nullable EnvdriftException closed;

    /** A key, or why there is none. */
    private record Found(Optional<KeyList> list, Optional<EnvdriftException> failure) {}

    ProjectVaultKeys(List<Supplier<Project>> places) {
        this.places = places;
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
        for (Supplier<Project> place : places) {
            try {
                Project project = place.get();
                opened.add(project);
                read(project);
                closed = null;
            } catch (EnvdriftException e) {
                closed = e;
            }
            if (closed == null
                    && found.values().stream().allMatch(key -> key.list().isPresent())) {
                return;
            }
        }
    }

    private void read(Project project) {
        Map<Mapping, SecretReference> references = new HashMap<>();
        for (Mapping mapping : project.config().sync().mappings()) {
            Found before = found.get(mapping.index());
            if (!mapping.ephemeral() || before != null && before.list().isPresent()) {
                continue;
            }
            try {
                SecretReference reference = project.secretOf(mapping);
                // Where no setting is a path, the other work tree has the same vault.
                if (!asked.contains(reference)) {
                    references.put(mapping, reference);
                }
            } catch (EnvdriftException e) {
                keep(mapping, new Found(Optional.empty(), Optional.of(e)));
            }
        }
        asked.addAll(references.values());
        Map<SecretReference, VaultRead> reads = project.read(references.values());
        references.forEach((mapping, reference) -> keep(mapping, key(project, mapping, reads.get(reference))));
    }

    /** Of two failures the first is reported. */
    private void keep(Mapping mapping, Found answer) {
        if (answer.list().isPresent()) {
            found.put(mapping.index(), answer);
        } else {
            found.putIfAbsent(mapping.index(), answer);
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
        opened.forEach(Project::close);
    }
}
