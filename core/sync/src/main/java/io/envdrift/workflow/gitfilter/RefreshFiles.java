package io.envdrift.workflow.gitfilter;

import io.envdrift.base.EnvdriftException;
import io.envdrift.dotenv.NameFilter;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileSnapshot;
import io.envdrift.git.FilteredFiles;
import io.envdrift.git.FilteredTree;
import io.envdrift.sync.EnvFile;
import io.envdrift.sync.LocalKeys;
import io.envdrift.workflow.Ports;
import io.envdrift.workflow.files.DecryptFile;
import io.envdrift.workflow.files.FileOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Decrypts what is still encrypted in a work tree whose files git sees encrypted, and takes rights of others off plaintext. */
public record RefreshFiles(FilteredTree tree, FilterKeys keys, Ports ports) {
    /** Runs it for entries of the list; returns what became of each whose file is there. */
    public Map<FilteredFiles.Entry, FileOutcome> runFor(List<FilteredFiles.Entry> entries) {
        return run(entries.stream()
                .map(entry -> tree.git().top().resolve(entry.path()))
                .toList());
    }

    /** Runs it for some files. */
    public Map<FilteredFiles.Entry, FileOutcome> run(Collection<Path> asked) {
        List<Path> present = asked.stream().filter(Files::isRegularFile).toList();
        Map<Path, byte[]> before = tree.contents(present);
        Map<FilteredFiles.Entry, FileOutcome> outcomes = new LinkedHashMap<>();
        for (FilteredFiles.Entry entry : tree.files().files()) {
            Path file = tree.git().top().resolve(entry.path());
            if (before.containsKey(file)) {
                outcomes.put(entry, decrypt(entry, file));
            }
        }
        tree.decrypted(FilteredTree.changed(before), ports.files(), ports.randomness());
        return outcomes;
    }

    private FileOutcome decrypt(FilteredFiles.Entry entry, Path file) {
        try {
            FileOutcome outcome = state(file).encrypted().isEmpty()
                    ? new FileOutcome.Unchanged("plaintext already")
                    : new DecryptFile(ports).run(file, keys.of(entry), NameFilter.all());
            narrow(file, ports.files());
            return outcome;
        } catch (EnvdriftException e) {
            return new FileOutcome.Failed(e, 0);
        }
    }

    /** Only a file that is open to others is written anew: git reads again what has another date. */
    private static void narrow(Path file, AtomicFile files) {
        if (LocalKeys.isWider(file) && !state(file).plaintext().isEmpty()) {
            files.write(file, FileSnapshot.of(file).content().orElseThrow(), FileAccess.PLAINTEXT);
        }
    }

    private static EncryptionState state(Path file) {
        return EncryptionState.of(EnvFile.read(file));
    }
}
