package io.envdrift.workflow.examine;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.config.Mapping;
import io.envdrift.config.SyncSettings;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.Glob;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.GateFinding;
import io.envdrift.git.WorkTree;
import io.envdrift.sync.DecryptionProbe;
import io.envdrift.sync.DecryptionTest;
import io.envdrift.sync.EnvFileLocator;
import io.envdrift.sync.EnvFileNames;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.files.MappedFile;
import io.envdrift.workflow.keys.FetchedKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at what the next commit would take: keys files, private keys in any text file, and plaintext in env files are
 * refused, and encrypted files of mappings must open with the vault's key. Looks at git's index, not at the files on disk.
 * Writes nothing.
 */
public final class CommitCheck {
    private static final String ENV = ".env";

    /** Larger files are not searched for keys; files that may be env files are read whatever their size. */
    private static final long SEARCHED_BYTES = 1 << 20;

    private final WorkTree tree;
    private final Optional<Project> project;
    private final Map<Path, Mapping> mapped = new HashMap<>();
    private final Set<Path> never = new HashSet<>();
    private final List<Remark> remarks = new ArrayList<>();

    /**
     * What was found about one staged file.
     *
     * @param file relative to the work tree
     * @param line from 1; 0 when it is about all of the file
     * @param refused whether the commit must not happen; else it is a remark
     * @param findings what of its text is at fault; empty when the text says it all
     * @param command the words of the command that mends it; empty when there is none
     */
    public record Remark(
            String file, int line, boolean refused, String text, List<GateFinding> findings, List<String> command) {
        /** Copies the lists. */
        public Remark {
            findings = List.copyOf(findings);
            command = List.copyOf(command);
        }
    }

    /**
     * Creates the workflow.
     *
     * @param project knows which files must be encrypted, and reaches their vaults; without one only names and headers tell
     */
    public CommitCheck(WorkTree tree, Optional<Project> project) {
        this.tree = tree;
        this.project = project;
    }

    /** Looks at every file of the commit, and returns what must not be committed. */
    public List<Remark> run() {
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
        tree.staged((file, size) -> size <= SEARCHED_BYTES || mayBeEnvFile(file), this::check);
        return List.copyOf(remarks);
    }

    private boolean mayBeEnvFile(Path file) {
        return mapped.containsKey(file) || String.valueOf(file.getFileName()).contains(ENV);
    }

    private void check(Path file, byte[] content) {
        String name = String.valueOf(file.getFileName());
        String shown = tree.root().relativize(file).toString();
        Mapping mapping = mapped.get(file);
        if (never.contains(file) || isKeysFile(name)) {
            refuse(shown, 0, "is never committed", List.of(), "git", "rm", "--cached", shown);
            return;
        }
        if (mapping == null && isAllowed(file)) {
            return;
        }
        int keyLine = PrivateKeySearch.firstLine(content);
        if (keyLine > 0) {
            refuse(shown, keyLine, "holds a private key", List.of(), "git", "rm", "--cached", shown);
            return;
        }
        if (mapping != null || name.contains(ENV) && !EnvFileLocator.isCompanion(name)) {
            checkText(shown, name, content, Optional.ofNullable(mapping));
        }
    }

    private void checkText(String shown, String name, byte[] content, Optional<Mapping> mapping) {
        EnvDocument document;
        try {
            document = EnvDocument.decode(content);
        } catch (EnvdriftException e) {
            if (mapping.isPresent()) {
                remarks.add(new Remark(shown, 0, true, shown + ": " + e.getMessage(), List.of(), List.of()));
            }
            return;
        }
        List<Glob> plainKeys = project.map(Project::plainKeys).orElse(List.of());
        EncryptionState state = EncryptionState.of(document, plainKeys);
        // Without a mapping, the name or a header is what tells that a file is to be encrypted.
        boolean toBeEncrypted = mapping.isPresent()
                || EnvFileNames.isMeantToBeCommitted(name)
                || !state.publicKeys().isEmpty();
        List<GateFinding> findings = GateFinding.of(document, state);
        if (!toBeEncrypted) {
            return;
        }
        if (!findings.isEmpty()) {
            boolean mended = findings.stream().allMatch(GateFinding::isMendedByEncryption);
            String[] command = mended ? new String[] {"envdrift", "encrypt", shown} : new String[0];
            refuse(shown, findings.getFirst().line(), "must not be committed as it is", findings, command);
        } else if (mapping.isPresent() && state.kind() == EncryptionState.Kind.ENCRYPTED) {
            drift(shown, document, mapping.get(), plainKeys);
        }
    }

    /** Patterns are of the whole path within the configuration's directory or, without a slash, of the file's name. */
    private boolean isAllowed(Path file) {
        return project.filter(each -> each.config().allowedInCommits().stream().anyMatch(pattern -> {
                    Path directory = each.config().directory();
                    boolean byPath = pattern.indexOf('/') >= 0;
                    String text = byPath && file.startsWith(directory)
                            ? directory.relativize(file).toString()
                            : String.valueOf(file.getFileName());
                    return Glob.of(pattern).matches(text);
                }))
                .isPresent();
    }

    private static boolean isKeysFile(String name) {
        return name.equals(SyncSettings.DEFAULT_KEYS_FILENAME)
                || name.startsWith(SyncSettings.DEFAULT_KEYS_FILENAME + ".") && !EnvFileLocator.isCompanion(name);
    }

    private void drift(String shown, EnvDocument document, Mapping mapping, List<Glob> plainKeys) {
        try {
            DecryptionTest test = DecryptionProbe.test(
                    document, FetchedKey.fetch(project.orElseThrow(), mapping).ring(), plainKeys);
            if (test instanceof DecryptionTest.Failed failed) {
                refuse(
                        shown,
                        failed.line(),
                        "does not open with the vault's key (" + failed.reason() + ")",
                        List.of(),
                        "envdrift",
                        "decrypt",
                        "--verify-vault",
                        shown);
            }
        } catch (EnvdriftException e) {
            // A commit on a train must be possible: whether the key fits is for CI to say.
            boolean definite = e.code() == ErrorCode.SECRET_NOT_FOUND || e.code() == ErrorCode.UNUSABLE_KEY_MATERIAL;
            remarks.add(new Remark(
                    shown, 0, definite, shown + " could not be verified: " + e.getMessage(), List.of(), List.of()));
        }
    }

    private void refuse(String file, int line, String text, List<GateFinding> findings, String... command) {
        remarks.add(new Remark(file, line, true, file + " " + text, findings, List.of(command)));
    }
}
