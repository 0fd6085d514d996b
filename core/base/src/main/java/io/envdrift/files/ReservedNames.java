package io.envdrift.files;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names of files that envdrift creates and removes by itself: a user's file of such a name would be lost. */
public final class ReservedNames {
    /** Stands between the name of a keys file and the time in the name of its backup. */
    public static final String BACKUP_MARK = ".backup.";

    /** Any number of hex digits: earlier versions used another number, and later ones may. */
    private static final Pattern TEMPORARY = Pattern.compile(".*\\.[0-9a-f]+\\.tmp", Pattern.DOTALL);

    private static final String LOCK_SUFFIX = ".lock";
    private static final String KEYS_FILE = ".env.keys";

    private ReservedNames() {}

    /**
     * Tells whether a name is that of a lock, a temporary file or a backup. Letter case does not count, because it does not
     * in some file systems.
     *
     * @param name the last part of a path
     * @param keysFile the name of the keys file in use
     */
    public static boolean contains(String name, String keysFile) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals(FolderLock.FILE_NAME)
                || lower.endsWith(".tmp") && TEMPORARY.matcher(lower).matches()
                || Stream.of(KEYS_FILE, keysFile.toLowerCase(Locale.ROOT))
                        .anyMatch(keys -> lower.equals(keys + LOCK_SUFFIX) || lower.startsWith(keys + BACKUP_MARK));
    }

    /** Tells whether a name says that the file holds keys: it begins with {@code .env} or ends with {@code .keys}. */
    public static boolean isKeysFile(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith(".env") || lower.endsWith(".keys");
    }
}
