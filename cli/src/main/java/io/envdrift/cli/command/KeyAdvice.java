package io.envdrift.cli.command;

import io.envdrift.base.ShellLine;
import io.envdrift.config.Mapping;
import io.envdrift.sync.KeyFit;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Advice about two keys that differ. It never advises to replace a key that opens the file by one that does not. */
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
     * Tells whether the rows of one report need opposite commands. Then a command with {@code --force} for all of them
     * would replace a key that opens its file, so each row names its own command. A file that must first be restored
     * from git is a third case: until then its local key opens it, and afterwards the vault's.
     */
    static boolean isOpposed(Stream<KeyFit> drifted) {
        return drifted.map(fit -> fit.isLocalOnly() ? fit : KeyFit.VAULT)
                        .distinct()
                        .count()
                > 1;
    }

    /**
     * Returns the advice for a vault key that another mapping's file needs, so that replacing it only moves the fault.
     */
    static String shared() {
        return "another mapping names the same secret, and its file has another key: give each file a secret_name of"
                + " its own, then: envdrift vault-push --all";
    }

    /** Tells whether two mappings name one secret. */
    static boolean isShared(Mapping one, Mapping other) {
        return !one.equals(other)
                && one.secretName().equals(other.secretName())
                && one.vaultName().equals(other.vaultName());
    }

    /**
     * Returns the command that takes the vault's key for one mapping alone: {@code vault-pull}, which cannot name
     * another vault than the default one; for other vaults {@code sync}, which asks for each key.
     *
     * @param from where the command will be typed
     */
    static String takeOne(Mapping mapping, Path from) {
        if (mapping.vaultName().isPresent()) {
            return "envdrift sync (on a terminal; answer y for " + mapping.secretName() + " only)";
        }
        return ofOne("vault-pull", mapping, from) + " --no-decrypt";
    }

    /**
     * Returns the command that puts the local key of one mapping alone into the vault.
     *
     * @param from where the command will be typed
     */
    static String pushOne(Mapping mapping, Path from) {
        if (mapping.vaultName().isPresent()) {
            return "envdrift vault-push --all --force (once the other rows are settled)";
        }
        return ofOne("vault-push", mapping, from);
    }

    /** Returns a path as it is typed in a directory: configurations name theirs from their own. */
    static String typed(Path path, Path from) {
        Path whole = path.normalize();
        if (whole.equals(from)) {
            return ".";
        }
        return whole.startsWith(from) ? from.relativize(whole).toString() : whole.toString();
    }

    private static String ofOne(String command, Mapping mapping, Path from) {
        return ShellLine.of("envdrift", command)
                .file(typed(mapping.folder(), from))
                .word(mapping.secretName())
                .option("--env", Optional.of(mapping.environment()))
                .toString();
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
            case LOCAL_SINCE_COMMIT ->
                "the file was encrypted to the local key since the last commit; the vault's opens it as git has it: git"
                        + " restore it (local edits are lost), then: " + take;
            case NEITHER -> "neither key opens the file: restore the file, or the key, from git or a backup";
            case BOTH, UNKNOWN ->
                "ask whose key is the right one; to take the vault's key: " + take + "; to keep the local one: " + push;
        };
    }
}
