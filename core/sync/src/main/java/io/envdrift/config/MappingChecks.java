package io.envdrift.config;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.files.ContainedPath;
import io.envdrift.files.FileErrors;
import io.envdrift.files.ReservedNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Turns drafts into mappings: it checks names, so that none can add a line to a file, and resolves paths, so that none
 * leads outside. An error stays with its mapping; the others still run.
 *
 * @param directory the configuration's directory
 * @param sync the table that holds for all mappings
 * @param outsideRoot the user's word that folders may lie outside; asked only where the table wants it
 */
record MappingChecks(Path directory, SyncSettings sync, BooleanSupplier outsideRoot) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
    private static final int LONGEST_NAME = 1_000;
    private static final Pattern UNSEEN = Pattern.compile("\\p{Cf}");
    private static final Pattern TRAILING = Pattern.compile("[. ]+$");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");

    Mapping check(int index, MappingDraft draft) {
        Path folder = shownFolder(draft.folderPath());
        Path keysFile = folder.resolve(shownKeysFilename());
        Optional<EnvdriftException> problem = Optional.empty();
        boolean ephemeral = draft.ephemeral().orElse(sync.has(SyncSettings.Rule.EPHEMERAL_KEYS));
        try {
            checkNames(draft);
            folder = folder(draft.folderPath());
            Path root = rootOf(folder);
            keysFile = keysFile(folder, root, sync.envKeysFilename(), ephemeral);
            checkFiles(folder, root, keysFile, draft);
        } catch (EnvdriftException e) {
            problem = Optional.of(e);
        }
        return new Mapping(
                index,
                draft.secretName(),
                draft.folderPath(),
                folder,
                rootOf(folder),
                draft.effectiveEnvironment(),
                draft.profile(),
                draft.vaultName().filter(name -> !name.isBlank()),
                draft.envFile(),
                draft.activateTo(),
                ephemeral,
                shownKeysFilename(),
                keysFile,
                draft.line(),
                problem);
    }

    /** The directory that links must not leave: the configuration's, or a folder outside that the user allowed. */
    private Path rootOf(Path folder) {
        return folder.startsWith(directory) ? directory : folder;
    }

    private static void checkNames(MappingDraft draft) {
        if (draft.secretName().isBlank()) {
            throw invalid("secret_name is empty", "name the secret that holds the key");
        }
        if (CONTROL.matcher(draft.secretName()).find()) {
            throw invalid("secret_name holds a control character", "write the name as the vault shows it");
        }
        Stream.of(
                        draft.secretName(),
                        draft.folderPath(),
                        draft.envFile().orElse(""),
                        draft.activateTo().orElse(""))
                .filter(text -> text.length() > LONGEST_NAME)
                .findFirst()
                .ifPresent(text -> {
                    throw invalid("a name or path is longer than " + LONGEST_NAME + " characters", "shorten it");
                });
        draft.environment().filter(name -> !name.isEmpty()).ifPresent(name -> requireName("environment", name));
        draft.profile().ifPresent(name -> requireName("profile", name));
    }

    private static void requireName(String key, String name) {
        if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
            throw invalid(
                    key + " '" + name + "' is refused: it may hold only letters, digits, '.', '_' and '-'",
                    "rename it; the name becomes part of file names and of the key's name");
        }
    }

    private Path folder(String written) {
        if (written.isBlank()) {
            throw invalid("folder_path is empty", "write \".\" for the directory of the configuration");
        }
        Path folder = sync.has(SyncSettings.Rule.ALLOW_OUTSIDE_ROOT) ? allowed(written) : contained(written);
        requireNotGit(directory, folder, ConfigKey.FOLDER_PATH.key(), written);
        return folder;
    }

    private Path contained(String written) {
        return ContainedPath.resolve(directory, written, ConfigKey.FOLDER_PATH.key());
    }

    /**
     * The configuration alone cannot allow folders outside: it belongs to the repository, and the files belong to the
     * user.
     */
    private Path allowed(String written) {
        try {
            return contained(written);
        } catch (EnvdriftException e) {
            if (e.code() != ErrorCode.PATH_ESCAPES) {
                throw e;
            }
            if (!outsideRoot.getAsBoolean()) {
                throw new EnvdriftException(
                        ErrorCode.PATH_ESCAPES,
                        e.getMessage() + "; allow_outside_root counts only with your own word",
                        OutsideRoot.HINT,
                        e);
            }
        }
        Path folder = resolveAnywhere(written);
        // The folder is the file's own directory, so only files that are not on a disk are refused here.
        return ContainedPath.followInside(folder, folder, ConfigKey.FOLDER_PATH.key());
    }

    private Path resolveAnywhere(String written) {
        try {
            Path folder = directory.resolve(written).normalize();
            return Files.exists(folder) ? folder.toRealPath() : folder;
        } catch (IOException e) {
            throw FileErrors.failed("resolve folder_path", directory.resolve(written), e);
        } catch (InvalidPathException e) {
            throw new EnvdriftException(
                    ErrorCode.PATH_ESCAPES, "folder_path '" + written + "' is refused: it is no valid path", null, e);
        }
    }

    private void checkFiles(Path folder, Path root, Path keysFile, MappingDraft draft) {
        Optional<Path> envFile = draft.envFile().map(file -> inside(folder, root, file, ConfigKey.ENV_FILE.key()));
        Optional<Path> target = draft.activateTo().map(file -> activated(folder, root, file));
        Path usualEnvFile = folder.resolve(Mapping.envFileOf(draft.effectiveEnvironment()));
        List<Path> keysFiles = List.of(keysFile, folder.resolve(SyncSettings.DEFAULT_KEYS_FILENAME));
        boolean isKeysFile =
                Stream.of(target, envFile).flatMap(Optional::stream).anyMatch(keysFiles::contains)
                        || keysFile.equals(usualEnvFile)
                        || keysFile.equals(folder.resolve(".env"));
        if (isKeysFile) {
            throw invalid("the keys file is also the env file or the target of activate_to", "give each a file");
        }
        if (target.isPresent() && target.equals(envFile)) {
            throw invalid("activate_to and env_file are the same file", "activate to another file");
        }
    }

    private Path activated(Path folder, Path root, String written) {
        String key = ConfigKey.ACTIVATE_TO.key();
        if (!root.equals(directory)) {
            throw new EnvdriftException(
                    ErrorCode.PATH_ESCAPES,
                    key + " '" + written + "' is refused: it never leads outside the directory of the configuration",
                    "activate in a folder of this project");
        }
        return inside(folder, root, written, key);
    }

    /**
     * Finds the keys file of a folder, and follows a link there that stays inside the root.
     *
     * @param unused whether nothing is to be read from it, because keys stay in memory
     */
    static Path keysFile(Path folder, Path root, String written, boolean unused) {
        String key = ConfigKey.ENV_KEYS_FILENAME.key();
        Path asked = folder.resolve(relative(written, key));
        String name = String.valueOf(asked.getFileName());
        if (name.equals("..")) {
            throw new EnvdriftException(
                    ErrorCode.PATH_ESCAPES,
                    key + " '" + written + "' is refused: it contains '..'",
                    "name a file inside the folder");
        }
        if (unused) {
            inDirectory(folder, asked, written, key);
            return asked;
        }
        Path file = inside(folder, root, written, key);
        if (!ReservedNames.isKeysFile(name)) {
            KeysFileName.requireKey(file, written);
        }
        return file;
    }

    /** The directory of a file stays in its folder; the file itself may be a link to another place of the project. */
    private static Path inside(Path folder, Path root, String written, String key) {
        Path asked = folder.resolve(relative(written, key));
        String name = String.valueOf(asked.getFileName());
        Path resolved = ContainedPath.within(root, inDirectory(folder, asked, written, key), written, key);
        requireNotGit(root, resolved, key, written);
        if (ReservedNames.contains(name, SyncSettings.DEFAULT_KEYS_FILENAME)
                || ReservedNames.contains(String.valueOf(resolved.getFileName()), SyncSettings.DEFAULT_KEYS_FILENAME)) {
            throw invalid(
                    key + " '" + written + "' is refused: envdrift makes and removes files of this name by itself",
                    "name another file");
        }
        return resolved;
    }

    private static Path inDirectory(Path folder, Path asked, String written, String key) {
        // The whole path is checked, because '..' is refused anywhere; the last part may be a link to another place of
        // the root.
        for (Path part : Path.of(written)) {
            if (part.toString().equals("..")) {
                throw new EnvdriftException(
                        ErrorCode.PATH_ESCAPES,
                        key + " '" + written + "' is refused: it contains '..'",
                        "use a path inside the folder, without '..'");
            }
        }
        Path directory = ContainedPath.within(folder, Objects.requireNonNull(asked.getParent()), written, key);
        requireNotGit(folder, directory.resolve(asked.getFileName()), key, written);
        return directory.resolve(asked.getFileName());
    }

    private static Path relative(String written, String key) {
        if (written.isBlank() || CONTROL.matcher(written).find()) {
            throw invalid(key + " is empty or holds a control character", "name a file inside the folder");
        }
        try {
            Path path = Path.of(written);
            if (path.isAbsolute()) {
                throw new EnvdriftException(
                        ErrorCode.PATH_ESCAPES,
                        key + " '" + written + "' is refused: it is absolute",
                        "name a file relative to the mapping's folder");
            }
            return path;
        } catch (InvalidPathException e) {
            throw new EnvdriftException(
                    ErrorCode.PATH_ESCAPES, key + " '" + written + "' is refused: it is no valid path", null, e);
        }
    }

    /** Git's own directory is the one place in a repository that its files cannot write, and it may name programs. */
    static void requireNotGit(Path base, Path path, String key, String written) {
        for (Path part : path.startsWith(base) ? base.relativize(path) : path) {
            if (isGit(part.toString())) {
                throw new EnvdriftException(
                        ErrorCode.PATH_ESCAPES,
                        key + " '" + written + "' is refused: it leads into .git",
                        "use a path of the project's own");
            }
        }
    }

    /**
     * Tells whether a name means {@code .git} on some file system: macOS ignores invisible characters; Windows ignores
     * dots and blanks at the end and streams behind a colon, and has a short name for it.
     */
    private static boolean isGit(String name) {
        String seen = UNSEEN.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
        int colon = seen.indexOf(':');
        String bare =
                TRAILING.matcher(colon < 0 ? seen : seen.substring(0, colon)).replaceAll("");
        return bare.equals(".git") || bare.equals("git~1");
    }

    private Path shownFolder(String written) {
        try {
            return directory.resolve(written).normalize();
        } catch (InvalidPathException e) {
            return directory;
        }
    }

    /** An invalid path is reported by the mapping's problem; showing the mapping must not fail because of it. */
    private String shownKeysFilename() {
        try {
            return Path.of(sync.envKeysFilename()).toString();
        } catch (InvalidPathException e) {
            return SyncSettings.DEFAULT_KEYS_FILENAME;
        }
    }

    private static EnvdriftException invalid(String message, String hint) {
        return new EnvdriftException(ErrorCode.CONFIG_INVALID, message, hint);
    }
}
