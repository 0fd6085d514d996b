package io.envdrift.sync;

/**
 * How strict a run is.
 *
 * @param verify whether nothing is written and every difference is an error
 * @param probeMissing whether secrets of mappings without an env file are read all the same
 * @param checkDecryption whether a mapping is an error when its env file cannot be shown to open with the vault's key
 * @param requireMatchingKey whether a key that does not derive the env file's public key is an error instead of a warning
 */
public record SyncMode(boolean verify, boolean probeMissing, boolean checkDecryption, boolean requireMatchingKey) {
    /** Returns whether a key that does not fit the env file is an error. */
    boolean keyMustMatch() {
        return requireMatchingKey || checkDecryption;
    }
}
