package io.envdrift.sync;

import java.util.EnumSet;
import java.util.Set;

/**
 * How strict a plan is.
 *
 * @param verify whether nothing is written and every difference is an error
 * @param checks what is checked beyond the keys themselves
 */
public record SyncMode(boolean verify, Set<Check> checks) {
    /** Something that a plan checks beyond the keys themselves. */
    public enum Check {
        /** Secrets of mappings without an env file are read all the same. */
        MISSING_FILES,
        /** A mapping is an error when its env file cannot be shown to open with the vault's key. */
        DECRYPTION,
        /** A key that does not derive the env file's public key is an error instead of a warning. */
        MATCHING_KEY
    }

    /** Copies the set. */
    public SyncMode {
        checks = checks.isEmpty() ? Set.of() : EnumSet.copyOf(checks);
    }

    boolean checks(Check check) {
        return checks.contains(check);
    }
}
