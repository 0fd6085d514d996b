package io.envdrift.workflow.gitfilter;

import io.envdrift.base.EnvdriftException;
import io.envdrift.dotenvx.KeyList;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.KeysFile;
import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.git.FilteredFiles;
import io.envdrift.git.GitDirectory;
import io.envdrift.sync.EnvFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The private keys of filtered files: those of keys files, each read once, and those of ephemeral mappings, for which the vaults
 * are asked once. Variables of the environment do not count here.
 */
public final class FilterKeys {
    private final FilteredFiles files;
    private final GitDirectory git;
    private final VaultKeys vault;
    private final Map<Path, KeysFile> read = new HashMap<>();

    /** Creates a finder for a work tree. */
    public FilterKeys(FilteredFiles files, GitDirectory git, VaultKeys vault) {
        this.files = files;
        this.git = git;
        this.vault = vault;
    }

    /**
     * Returns the keys at hand for a file.
     *
     * @throws EnvdriftException when a vault or a keys file cannot be read
     */
    KeyRing of(FilteredFiles.Entry entry) {
        if (entry.ephemeral()) {
            return KeyRing.of(vault.of(entry).keys());
        }
        KeyRing ring = KeyRing.empty();
        for (Path place : places(entry)) {
            ring = ring.plus(keys(place).ring());
        }
        return ring;
    }

    /** Returns the newest key that is a file's by its name; nothing where there is none. */
    Optional<PrivateKey> own(FilteredFiles.Entry entry) {
        if (entry.ephemeral()) {
            return vault.of(entry).newest();
        }
        for (Path place : places(entry)) {
            KeyList list = keys(place).list(entry.keyName());
            if (list.newest().isPresent()) {
                return list.newest();
            }
        }
        return Optional.empty();
    }

    /** Returns all keys that need no vault. What cannot be read is left out. */
    KeyRing ofKeysFiles() {
        KeyRing ring = KeyRing.empty();
        Set<Path> places = new LinkedHashSet<>();
        files.files().stream().filter(file -> !file.ephemeral()).forEach(file -> places.addAll(places(file)));
        for (Path place : places) {
            try {
                ring = ring.plus(keys(place).ring());
            } catch (EnvdriftException e) {
                // Reported by the caller that needs a key of it.
                continue;
            }
        }
        return ring;
    }

    /**
     * A linked work tree has no keys file of its own, because git does not track it; the keys file of the work tree
     * that was installed from is used.
     */
    private Set<Path> places(FilteredFiles.Entry entry) {
        Set<Path> places = new LinkedHashSet<>();
        places.add(git.top().resolve(entry.keysFile()));
        places.add(files.root().resolve(entry.keysFile()));
        return places;
    }

    private KeysFile keys(Path place) {
        return read.computeIfAbsent(place, file -> KeysFile.of(EnvFile.read(file)));
    }
}
