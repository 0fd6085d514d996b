package io.envdrift.vaultenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileOperations;
import io.envdrift.files.FileSnapshot;
import io.envdrift.files.FolderLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The directory {@code ~/.vault}, shared with the original's clients: owner-only, files written atomically and owner-only.
 *
 * @param directory usually {@code ~/.vault}
 */
public record VaultHome(Path directory) {
    private static final Pattern PROJECT_ID = Pattern.compile("[A-Za-z0-9-]{1,128}");
    private static final Duration LOCK_LIMIT = Duration.ofSeconds(10);
    private static final AtomicFile WRITER = new AtomicFile(FileOperations.system());

    /** Returns the directory of the user that the environment describes: {@code $HOME/.vault}. */
    public static VaultHome of(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", "");
        return new VaultHome(Path.of(home.isEmpty() ? System.getProperty("user.home") : home, ".vault"));
    }

    /** Tells whether a project id may be part of a path: letters, digits and dashes. */
    static boolean isSafe(String projectId) {
        return PROJECT_ID.matcher(projectId).matches();
    }

    /**
     * Returns a project id that may be part of a path.
     *
     * @throws EnvdriftException {@code VAULT_KEY} when it holds anything but letters, digits and dashes
     */
    static String requireSafe(String projectId) {
        if (!isSafe(projectId)) {
            throw new EnvdriftException(
                    ErrorCode.VAULT_KEY,
                    "Invalid VAULT_KEY format. Expected: vk_<projectId>_<secret>",
                    "a project id consists of letters, digits and dashes");
        }
        return projectId;
    }

    Optional<String> read(Path file) {
        return FileSnapshot.following(file).content().map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** Keeps other processes from writing here until it is closed. */
    FolderLock lock() {
        WRITER.createDirectories(directory);
        return FolderLock.acquireOwn(directory, LOCK_LIMIT);
    }

    void write(Path file, String text) {
        WRITER.createDirectories(file.getParent() == null ? directory : file.getParent());
        WRITER.write(file, text.getBytes(StandardCharsets.UTF_8), FileAccess.OWNER_ONLY);
    }

    void delete(Path file) {
        WRITER.delete(file);
    }
}
