package io.envdrift.files;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Who may read a file that envdrift writes. The mode holds from the file's first byte; it is never widened afterwards. */
public enum FileAccess {
    /** Mode 0600: keys, plaintext, caches, locks, backups. */
    OWNER_ONLY("rw-------"),
    /** Mode 0600 for a file that was encrypted: a narrower mode than 0644 that it had is remembered for {@link #ENCRYPTED}. */
    DECRYPTED("rw-------"),
    /** Mode 0600 for a file that holds plaintext already: what is remembered of its mode stays so. */
    PLAINTEXT("rw-------"),
    /** Mode 0666 less the umask; a file that is replaced keeps a narrower mode: configuration, ignore files. */
    USUAL("rw-rw-rw-"),
    /** Mode 0666 less the umask, for a file that was decrypted: narrower when it was so before it was decrypted. */
    ENCRYPTED("rw-rw-rw-"),
    /** Mode 0777 less the umask: scripts such as git hooks. */
    EXECUTABLE("rwxrwxrwx");

    private final Set<PosixFilePermission> permissions;

    FileAccess(String permissions) {
        this.permissions = Set.copyOf(PosixFilePermissions.fromString(permissions));
    }

    /** Tells whether the mode is 0600, whatever the umask is. */
    boolean isForOwner() {
        return this == OWNER_ONLY || this == DECRYPTED || this == PLAINTEXT;
    }

    /** Returns the permissions asked for at creation; the system takes the umask off. */
    Set<PosixFilePermission> permissions() {
        return permissions;
    }
}
