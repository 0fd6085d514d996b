package io.envdrift.files;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Who may read a file that envdrift writes. The mode holds from the file's birth; it is never widened afterwards. */
public enum FileAccess {
    /** Mode 0600: keys, plaintext, caches, locks, backups. */
    OWNER_ONLY("rw-------"),
    /** Mode 0666 less the umask: encrypted files, configuration, ignore files. */
    USUAL("rw-rw-rw-"),
    /** Mode 0777 less the umask: scripts such as git hooks. */
    EXECUTABLE("rwxrwxrwx");

    private final Set<PosixFilePermission> permissions;

    FileAccess(String permissions) {
        this.permissions = Set.copyOf(PosixFilePermissions.fromString(permissions));
    }

    /** Returns the permissions asked for at creation; the system takes the umask off. */
    Set<PosixFilePermission> permissions() {
        return permissions;
    }
}
