package io.envdrift.workflow.examine;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.config.Mapping;
import io.envdrift.config.SyncSettings;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.Glob;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.KeysFile;
import io.envdrift.git.WorkTree;
import io.envdrift.sync.DecryptionProbe;
import io.envdrift.sync.DecryptionTest;
import io.envdrift.sync.EnvFileLocator;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.files.MappedFile;
import io.envdrift.workflow.keys.VaultKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at what the next commit would take: keys files and plaintext are refused, and encrypted files must open with the
 * vault's key. Looks at git's index, not at the files on disk. Writes nothing.
 */
public final class CommitCheck {
    private static final String ENV = ".env";

    private final WorkTree tree;
    private final Optional<Project> project;

    /**
     * What was found about one staged file.
     *
     * @param file relative to the work tree
     * @param line from 1; 0 when it is about all of the file
     * @param refused whether the commit must not happen; else it is a remark
     * @param command the words of the command that mends it; empty when there is none
     */
    public record Remark(String file, int line, boolean refused, String text, List<String> command) {}

    /**
     * Creates the workflow.
     *
     * @param project knows which files must be encrypted, and reaches their vaults; without one only names and headers tell
     */
    public CommitCheck(WorkTree tree, Optional<Project> project) {
        this.tree = tree;
        this.project = project;
    }

    /** Runs it. */
    public List<Remark> run() {
        Map<Path, byte[]> staged = tree.staged();
        Map<Path, Mapping> mapped = new HashMap<>();
        Set<Path> never = new HashSet<>();
        for (Mapping mapping :
                project.map(each -> each.config().sync().mappings()).orElse(List.of())) {
            if (mapping.problem().isEmpty()) {
                MappedFile.locate(project.orElseThrow(), mapping)
                        .file()
                        .ifPresent(file -> mapped.putIfAbsent(file, mapping));
                never.add(mapping.keysFile());
                mapping.activateTo()
                        .ifPresent(target ->
                                never.add(mapping.folder().resolve(target).normalize()));
            }
        }
        List<Remark> remarks = new ArrayList<>();
        staged.forEach((file, content) -> check(file, content, never, mapped).ifPresent(remarks::add));
        return remarks;
    }

    private Optional<Remark> check(Path file, byte[] content, Set<Path> never, Map<Path, Mapping> mapped) {
        String name = String.valueOf(file.getFileName());
        String shown = tree.root().relativize(file).toString();
        if (never.contains(file) || isKeysFile(name)) {
            return Optional.of(refused(shown, 0, "is never committed", "git", "rm", "--cached", shown));
        }
        Mapping mapping = mapped.get(file);
        if (mapping == null && (!name.contains(ENV) || EnvFileLocator.isCompanion(name))) {
            return Optional.empty();
        }
        EnvDocument document;
        try {
            document = EnvDocument.decode(content);
        } catch (EnvdriftException e) {
            return mapping == null
                    ? Optional.empty()
                    : Optional.of(new Remark(shown, 0, true, shown + ": " + e.getMessage(), List.of()));
        }
        if (!KeysFile.of(document).ring().isEmpty()) {
            return Optional.of(refused(shown, 0, "holds a private key", "git", "rm", "--cached", shown));
        }
        List<Glob> plainKeys = project.map(Project::plainKeys).orElse(List.of());
        EncryptionState state = EncryptionState.of(document, plainKeys);
        // Without a mapping, a header is what tells that a file is to be encrypted.
        boolean toBeEncrypted = mapping != null || !state.publicKeys().isEmpty();
        if (toBeEncrypted && !state.plaintext().isEmpty()) {
            return Optional.of(refused(
                    shown,
                    state.plaintext().getFirst().line(),
                    "holds " + state.plaintext().size() + " value(s) in plaintext",
                    "envdrift",
                    "encrypt",
                    shown));
        }
        return mapping == null || state.kind() != EncryptionState.Kind.ENCRYPTED
                ? Optional.empty()
                : drift(shown, document, mapping, plainKeys);
    }

    private static boolean isKeysFile(String name) {
        return name.equals(SyncSettings.DEFAULT_KEYS_FILENAME)
                || name.startsWith(SyncSettings.DEFAULT_KEYS_FILENAME + ".") && !EnvFileLocator.isCompanion(name);
    }

    private Optional<Remark> drift(String shown, EnvDocument document, Mapping mapping, List<Glob> plainKeys) {
        try {
            DecryptionTest test = DecryptionProbe.test(
                    document, VaultKey.fetch(project.orElseThrow(), mapping).ring(), plainKeys);
            return test instanceof DecryptionTest.Failed(var reason, var line)
                    ? Optional.of(refused(
                            shown,
                            line,
                            "does not open with the vault's key (" + reason + ")",
                            "envdrift",
                            "decrypt",
                            "--verify-vault",
                            shown))
                    : Optional.empty();
        } catch (EnvdriftException e) {
            // A commit on a train must be possible: whether the key fits is for CI to say.
            boolean definite = e.code() == ErrorCode.SECRET_NOT_FOUND || e.code() == ErrorCode.UNUSABLE_KEY_MATERIAL;
            return Optional.of(
                    new Remark(shown, 0, definite, shown + " could not be verified: " + e.getMessage(), List.of()));
        }
    }

    private static Remark refused(String file, int line, String text, String... command) {
        return new Remark(file, line, true, file + " " + text, List.of(command));
    }
}
