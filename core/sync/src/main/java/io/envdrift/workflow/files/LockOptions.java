package io.envdrift.workflow.files;

import java.util.Optional;

/**
 * Options of a lock: start from {@link #plain}, and change what differs.
 *
 * @param profile the profile whose mappings are taken besides the untagged ones
 * @param check whether nothing is written and everything that would be is an error
 * @param keys what is done about the vault's keys first
 * @param trustHeader whether a file's public key is used although no key at hand confirms it
 */
public record LockOptions(Optional<String> profile, boolean check, Keys keys, boolean trustHeader) {
    /** What is done about the vault's keys before anything is encrypted. */
    public enum Keys {
        /** The local keys are used. */
        LOCAL,
        /** Nothing is encrypted unless all local keys equal the vault's. */
        VERIFIED,
        /** Keys are brought from the vault first; a check verifies them instead. */
        SYNCED
    }

    /** Returns the options of a plain lock, which encrypts with the local keys. */
    public static LockOptions plain(Optional<String> profile) {
        return new LockOptions(profile, false, Keys.LOCAL, false);
    }

    /** Returns the same options for a check. */
    public LockOptions checking() {
        return new LockOptions(profile, true, keys, trustHeader);
    }

    /** Returns the same options with something done about the vault's keys first. */
    public LockOptions with(Keys first) {
        return new LockOptions(profile, check, first, trustHeader);
    }

    /** Returns the same options for files whose public key no key at hand confirms. */
    public LockOptions trustingHeaders() {
        return new LockOptions(profile, check, keys, true);
    }
}
