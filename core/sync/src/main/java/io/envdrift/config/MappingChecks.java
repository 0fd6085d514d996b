package io.envdrift.config;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.files.ContainedPath;
import io.envdrift.files.FileErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes mappings of drafts: names are checked, so that none can put a line into a file, and paths are resolved, so that
 * none leads outside. What is wrong stays with its mapping, the others still run.
 *
 * @param directory the configuration's directory
 * @param sync the table that holds for all mappings
 */
record MappingChecks(Path directory, SyncSettings sync) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");

    Mapping check(int index, MappingDraft draft) {
        Path folder = shownFolder(draft.folderPath());
        Optional<EnvdriftException> problem = Optional.empty();
        try {
            checkNames(draft);
            folder = folder(draft.folderPath());
            checkFiles(folder, draft);
        } catch (EnvdriftException e) {
            problem = Optional.of(e);
        }
        return new Mapping(
                index,
                draft.secretName(),
                draft.folderPath(),
                folder,
                draft.effectiveEnvironment(),
                draft.profile(),
                draft.vaultName().filter(name -> !name.isBlank()),
                draft.envFile(),
                draft.activateTo(),
                draft.ephemeral().orElse(sync.ephemeralKeys()),
                shownKeysFilename(),
                draft.line(),
                problem);
    }

    private static void checkNames(MappingDraft draft) {
        if (draft.secretName().isBlank()) {
            throw invalid("secret_name is empty", "name the secret that holds the key");
        }
        if (CONTROL.matcher(draft.secretName()).find()) {
            throw invalid("secret_name holds a control character", "write the name as the vault shows it");
        }
        draft.environment().filter(name -> !name.isEmpty()).ifPresent(name -> requireName("environment", name));
        draft.profile().ifPresent(name -> requireName("profile", name));
    }

    private static void requireName(String key, String name) {
        if (!NAME.matcher(name).matches()) {
            throw invalid(
                    key + " '" + name + "' is refused: it may hold only letters, digits, '.', '_' and '-'",
                    "rename it; the name becomes part of file names and of the key's name");
        }
    }

    private Path folder(String written) {
        if (written.isBlank()) {
            throw invalid("folder_path is empty", "write \".\" for the directory of the configuration");
        }
        Path folder = sync.allowOutsideRoot()
                ? resolveAnywhere(written)
                : ContainedPath.resolve(directory, written, ConfigKey.FOLDER_PATH.key());
        requireNotGit(directory, folder, ConfigKey.FOLDER_PATH.key(), written);
        return folder;
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

    private void checkFiles(Path folder, MappingDraft draft) {
        Path keysFile = keysFile(folder, sync.envKeysFilename());
        Optional<Path> envFile = draft.envFile().map(file -> inside(folder, file, ConfigKey.ENV_FILE.key()));
        Optional<Path> target = draft.activateTo().map(file -> inside(folder, file, ConfigKey.ACTIVATE_TO.key()));
        Path usualEnvFile = folder.resolve(Mapping.envFileOf(draft.effectiveEnvironment()));
        if (Stream.of(target, envFile, Optional.of(usualEnvFile), Optional.of(folder.resolve(".env")))
                .anyMatch(Optional.of(keysFile)::equals)) {
            throw invalid("the keys file is also the env file or the target of activate_to", "give each a file");
        }
        if (target.isPresent() && target.equals(envFile)) {
            throw invalid("activate_to and env_file are the same file", "activate to another file");
        }
    }

    /** The keys file itself may be a link: it is replaced, not followed, when it is written. Its directory may not. */
    static Path keysFile(Path folder, String written) {
        String key = ConfigKey.ENV_KEYS_FILENAME.key();
        if (written.equals(SyncSettings.DEFAULT_KEYS_FILENAME)) {
            return folder.resolve(written);
        }
        Path relative = relative(written, key);
        Path name = relative.getFileName();
        if (relative.getParent() == null) {
            if (name.toString().equals("..")) {
                throw new EnvdriftException(
                        ErrorCode.PATH_ESCAPES,
                        key + " '" + written + "' is refused: it contains '..'",
                        "name a file inside the folder");
            }
            requireNotGit(folder, folder.resolve(name), key, written);
            return folder.resolve(name);
        }
        return inside(folder, relative.getParent().toString(), key).resolve(name);
    }

    private static Path inside(Path folder, String written, String key) {
        relative(written, key);
        Path resolved = ContainedPath.resolve(folder, written, key);
        requireNotGit(folder, resolved, key, written);
        return resolved;
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
    private static void requireNotGit(Path base, Path path, String key, String written) {
        for (Path part : path.startsWith(base) ? base.relativize(path) : path) {
            if (part.toString().equalsIgnoreCase(".git")) {
                throw new EnvdriftException(
                        ErrorCode.PATH_ESCAPES,
                        key + " '" + written + "' is refused: it leads into .git",
                        "use a path of the project's own");
            }
        }
    }

    private Path shownFolder(String written) {
        try {
            return directory.resolve(written).normalize();
        } catch (InvalidPathException e) {
            return directory;
        }
    }

    /** What is no path at all is told by the mapping's problem; whoever shows the mapping must not fail over it. */
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
