package io.envdrift.workflow;

import io.envdrift.files.FileAccess;
import io.envdrift.files.FileKind;
import io.envdrift.files.FileSnapshot;
import io.envdrift.files.FolderLock;
import io.envdrift.git.WorkTree;
import io.envdrift.sync.SyncApplier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Makes sure that git ignores keys files, their backups and locks. */
public record IgnoreLine(Ports ports) {
    /** The line that is added. */
    public static final String PATTERN = ".env.keys*";

    /** Returns the line for a keys file of any name. */
    public static String patternFor(Path keysFile) {
        String name = String.valueOf(keysFile.getFileName());
        return name.startsWith(".env.keys") ? PATTERN : name + "*";
    }

    /**
     * What was done about the line.
     *
     * @param ignore the {@code .gitignore}
     * @param line the line that keeps the keys file out of git
     * @param added whether it was added; else the user must, because the file is no plain file of this work tree alone
     */
    public record Note(Path ignore, String line, boolean added) {}

    /**
     * Adds the line to the {@code .gitignore} at the top of the work tree, unless git ignores the keys file already or
     * there is no work tree. Git itself reads no {@code .gitignore} that is a link; neither is one read or replaced here, nor
     * one with a second name elsewhere.
     *
     * @return what was done or is to be done; empty when there is nothing to do
     * @throws io.envdrift.base.EnvdriftException {@code FILE_ACCESS} when it cannot be written
     */
    public Optional<Note> ensure(Path keysFile) {
        Optional<WorkTree> tree = WorkTree.of(Objects.requireNonNull(keysFile.getParent()));
        if (tree.isEmpty()) {
            return Optional.empty();
        }
        Path backup = keysFile.resolveSibling(keysFile.getFileName() + ".backup");
        Set<Path> open = new HashSet<>(tree.get().notIgnored(List.of(keysFile, backup)));
        // No line helps for a file that git tracks already.
        open.removeAll(tree.get().tracked(open));
        // Where git does not answer, the line is added: it does no harm.
        boolean known = !open.isEmpty() || tree.get().isKnownToGit();
        if (open.isEmpty() && known) {
            return Optional.empty();
        }
        Path ignore = tree.get().root().resolve(".gitignore");
        try (FolderLock lock = FolderLock.acquire(List.of(tree.get().root()), SyncApplier.LOCK_LIMIT)) {
            Objects.requireNonNull(lock);
            // A killed process may have left a second name of the file.
            ports.files().sweep(ignore);
            if (!FileKind.isPlainOrAbsent(ignore)) {
                return Optional.of(new Note(ignore, patternFor(keysFile), false));
            }
            byte[] before = FileSnapshot.of(ignore).content().orElse(new byte[0]);
            String text = new String(before, StandardCharsets.ISO_8859_1);
            String line = patternFor(keysFile);
            if (text.stripTrailing().endsWith("\n" + line)
                    || text.stripTrailing().equals(line)
                    || !known && text.lines().anyMatch(line::equals)) {
                // A .gitignore further down says otherwise; a second line would not help.
                return Optional.empty();
            }
            String separator = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
            ports.files()
                    .write(
                            ignore,
                            (text + separator + line + "\n").getBytes(StandardCharsets.ISO_8859_1),
                            FileAccess.USUAL);
        }
        return Optional.of(new Note(ignore, patternFor(keysFile), true));
    }
}
