package io.envdrift.workflow.gitfilter;

import io.envdrift.files.FileAccess;
import io.envdrift.files.FileSnapshot;
import io.envdrift.git.FilteredFiles;
import io.envdrift.git.FilteredTree;
import io.envdrift.workflow.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Encrypts the files of a work tree as git would get them. */
public record SealFiles(FilteredTree tree, EnvFilter filter, Ports ports) {
    /**
     * Encrypts the wanted files.
     *
     * @param wanted tells by absolute path which files to encrypt
     * @return the files that were plaintext
     * @throws io.envdrift.base.EnvdriftException when one cannot be encrypted; those before it are
     */
    public List<Path> run(Predicate<Path> wanted) {
        List<Path> sealed = new ArrayList<>();
        for (FilteredFiles.Entry entry : tree.files().files()) {
            Path file = tree.git().top().resolve(entry.path());
            if (wanted.test(file) && Files.isRegularFile(file) && seal(entry, file, filter, ports)) {
                sealed.add(file);
            }
        }
        return sealed;
    }

    /** Encrypts a file as git would get it; false where nothing of it is plaintext. */
    static boolean seal(FilteredFiles.Entry entry, Path file, EnvFilter filter, Ports ports) {
        FileSnapshot before = FileSnapshot.of(file);
        byte[] content = before.content().orElse(new byte[0]);
        byte[] encrypted = filter.clean(entry.path(), content);
        if (Arrays.equals(content, encrypted)) {
            return false;
        }
        before.requireUnchanged();
        ports.files().write(file, encrypted, FileAccess.ENCRYPTED);
        return true;
    }
}
