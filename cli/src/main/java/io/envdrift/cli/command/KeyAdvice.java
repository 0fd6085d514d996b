package io.envdrift.cli.command;

import io.envdrift.sync.KeyFit;

/** What to do about two keys that differ. Never advises to replace a key that opens the file by one that does not. */
final class KeyAdvice {
    private KeyAdvice() {}

    /**
     * Says what to do when the keys file has a newer key than the vault.
     *
     * @param push the command that puts keys into the vault
     */
    static String ahead(KeyFit fit, Object push) {
        String command = "put the newer key of .env.keys into the vault: " + push;
        return fit == KeyFit.BOTH
                ? command + " (nothing is to be done on an older branch, whose vault opens its files)"
                : command;
    }

    /**
     * Says what to do when each side has a key that the other lacks.
     *
     * @param take the command that takes the vault's key
     * @param push the command that puts the local one into the vault
     */
    static String drift(KeyFit fit, Object take, Object push) {
        return switch (fit) {
            case VAULT -> "the vault's key opens the file, take it: " + take;
            case LOCAL -> "the local key opens the file and the vault's does not, push it: " + push;
            case NEITHER -> "neither key opens the file: restore the file, or the key, from git or a backup";
            case BOTH, UNKNOWN ->
                "ask whose key is the right one; to take the vault's key: " + take + "; to keep the local one: " + push;
        };
    }
}
