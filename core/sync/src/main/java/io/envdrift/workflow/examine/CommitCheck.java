package io.envdrift.workflow.examine;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.ShellLine;
import io.envdrift.config.ConfigLoader;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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
    private final List<Project> projects;
    private final Map<Path, Mapped> mapped = new HashMap<>();
    private final Set<Path> never = new HashSet<>();
    private final List<Remark> remarks = new ArrayList<>();

    /** A mapping, and the project whose configuration has it. */
    private record Mapped(Project project, Mapping mapping) {}

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

        /** Tells whether what is refused is plaintext; else it is a key, or a store of keys. */
        public boolean isPlaintext() {
            return !findings.isEmpty();
        }
    }

    /**
     * Creates the workflow.
     *
     * @param projects know which files must be encrypted, and reach their vaults; without a project only names and
     *     headers decide
     */
    public CommitCheck(WorkTree tree, List<Project> projects) {
        this.tree = tree;
        this.projects = List.copyOf(projects);
    }

    /** Looks at every file of the commit, and returns what must not be committed. */
    public List<Remark> run() {
        map();
        tree.staged((file, size) -> size <= SEARCHED_BYTES || mayBeEnvFile(file), this::check);
        return List.copyOf(remarks);
    }

    /**
     * Looks at the files that no mapping knows: all that are staged, and all of the index that may be env files. Asks no vault.
     *
     * @return what {@link #run} refuses, or will as soon as such a file is changed
     * @throws EnvdriftException {@code FILE_ACCESS} when git cannot tell
     */
    public List<Remark> unmapped() {
        map();
        Set<Path> known = new HashSet<>(never);
        known.addAll(mapped.keySet());
        tree.indexed(file -> !known.contains(file) && mayBeEnvFile(file), (file, content) -> {
            known.add(file);
            check(file, content);
        });
        tree.staged((file, size) -> !known.contains(file) && size <= SEARCHED_BYTES, this::check);
        return List.copyOf(remarks);
    }

    private void map() {
        for (Project project : projects) {
            project.config().sync().mappings().stream()
                    .filter(mapping -> mapping.problem().isEmpty())
                    .forEach(mapping -> map(project, mapping));
        }
    }

    private void map(Project project, Mapping mapping) {
        MappedFile.locate(project, mapping)
                .file()
                .ifPresent(file -> mapped.putIfAbsent(file, new Mapped(project, mapping)));
        never.add(mapping.keysFile());
        mapping.activateTo()
                .ifPresent(target -> never.add(mapping.folder().resolve(target).normalize()));
    }

    private boolean mayBeEnvFile(Path file) {
        return mapped.containsKey(file) || nameOf(file).contains(ENV);
    }

    /** Returns a file's name in lower case: file systems that ignore case open {@code .ENV} for {@code .env}. */
    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    }

    private void check(Path file, byte[] content) {
        String name = nameOf(file);
        String shown = tree.root().relativize(file).toString();
        Mapped mapping = mapped.get(file);
        if (never.contains(file) || isKeysFile(name)) {
            refuse(shown, 0, "is never committed", List.of(), "git", "rm", "--cached", ShellLine.fileWord(shown));
            return;
        }
        if (mapping == null && isAllowed(file)) {
            return;
        }
        int keyLine = PrivateKeySearch.firstLine(content);
        if (keyLine > 0) {
            refuse(
                    shown,
                    keyLine,
                    "holds a private key",
                    List.of(),
                    "git",
                    "rm",
                    "--cached",
                    ShellLine.fileWord(shown));
            return;
        }
        if (mapping != null || name.contains(ENV) && !EnvFileLocator.isCompanion(name)) {
            checkText(shown, file, content, Optional.ofNullable(mapping));
        }
    }

    private void checkText(String shown, Path file, byte[] content, Optional<Mapped> mapping) {
        EnvDocument document;
        try {
            document = EnvDocument.decode(content);
        } catch (EnvdriftException e) {
            if (mapping.isPresent()) {
                remarks.add(new Remark(shown, 0, true, shown + ": " + e.getMessage(), List.of(), List.of()));
            }
            return;
        }
        List<Glob> plainKeys = mapping.map(Mapped::project)
                .or(() -> nearest(file))
                .map(Project::plainKeys)
                .orElse(List.of());
        EncryptionState state = EncryptionState.of(document, plainKeys);
        // Without a mapping, only a file's name or header tells that it is to be encrypted.
        boolean toBeEncrypted = mapping.isPresent()
                || EnvFileNames.isMeantToBeCommitted(nameOf(file))
                || !state.publicKeys().isEmpty();
        List<GateFinding> findings =
                mapping.isPresent() ? GateFinding.ofMapped(document, state) : GateFinding.of(document, state);
        if (!toBeEncrypted) {
            return;
        }
        if (!findings.isEmpty()) {
            boolean mended = findings.stream().allMatch(GateFinding::isMendedByEncryption);
            refuse(
                    shown,
                    findings.getFirst().line(),
                    "must not be committed as it is",
                    findings,
                    mended ? encryption(shown, mapping, state) : new String[0]);
        } else if (mapping.isPresent() && state.kind() == EncryptionState.Kind.ENCRYPTED) {
            drift(shown, document, mapping.get(), plainKeys);
        }
    }

    /**
     * {@code lock} gives unchanged values their ciphertext back, where it finds the mapping from the top of the work tree; but it
     * makes no key by itself, so it does not mend a file that names none.
     */
    private String[] encryption(String shown, Optional<Mapped> mapping, EncryptionState state) {
        boolean found = mapping.filter(mapped -> !state.publicKeys().isEmpty()
                        && projects.size() == 1
                        && isFoundFromTheTop(mapped.project().config().file()))
                .isPresent();
        Optional<String> profile = mapping.flatMap(mapped -> mapped.mapping().profile());
        if (!found) {
            return new String[] {"envdrift", "encrypt", ShellLine.fileWord(shown)};
        }
        return profile.map(name -> new String[] {"envdrift", "lock", "--profile", name})
                .orElseGet(() -> new String[] {"envdrift", "lock"});
    }

    /** A configuration of another name is found with {@code -c} only. */
    private boolean isFoundFromTheTop(Path config) {
        return Stream.of(ConfigLoader.ENVDRIFT_TOML, ConfigLoader.PYPROJECT)
                .map(tree.root()::resolve)
                .anyMatch(config::equals);
    }

    /** Patterns match the whole path within the configuration's directory or, without a slash, the file's name. */
    private boolean isAllowed(Path file) {
        return projects.stream()
                .filter(project ->
                        projects.size() == 1 || file.startsWith(project.config().directory()))
                .anyMatch(project -> isAllowed(project, file));
    }

    private static boolean isAllowed(Project project, Path file) {
        Path directory = project.config().directory();
        return project.config().allowedInCommits().stream().anyMatch(pattern -> {
            boolean byPath = pattern.indexOf('/') >= 0;
            String text = byPath && file.startsWith(directory)
                    ? directory.relativize(file).toString()
                    : String.valueOf(file.getFileName());
            return Glob.of(pattern).matches(text);
        });
    }

    /** Returns the project in whose directory a file lies, the innermost; else the first. */
    private Optional<Project> nearest(Path file) {
        return projects.stream()
                .filter(project -> file.startsWith(project.config().directory()))
                .max(Comparator.comparingInt(
                        project -> project.config().directory().getNameCount()))
                .or(() -> projects.stream().findFirst());
    }

    private static boolean isKeysFile(String name) {
        return name.equals(SyncSettings.DEFAULT_KEYS_FILENAME)
                || name.startsWith(SyncSettings.DEFAULT_KEYS_FILENAME + ".") && !EnvFileLocator.isCompanion(name);
    }

    private void drift(String shown, EnvDocument document, Mapped mapping, List<Glob> plainKeys) {
        try {
            DecryptionTest test = DecryptionProbe.test(
                    document,
                    FetchedKey.fetch(mapping.project(), mapping.mapping()).ring(),
                    plainKeys);
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
            // A commit must be possible without a network: CI checks whether the key fits.
            boolean definite = e.code() == ErrorCode.SECRET_NOT_FOUND || e.code() == ErrorCode.UNUSABLE_KEY_MATERIAL;
            remarks.add(new Remark(
                    shown, 0, definite, shown + " could not be verified: " + e.getMessage(), List.of(), List.of()));
        }
    }

    private void refuse(String file, int line, String text, List<GateFinding> findings, String... command) {
        remarks.add(new Remark(file, line, true, file + " " + text, findings, List.of(command)));
    }
}
