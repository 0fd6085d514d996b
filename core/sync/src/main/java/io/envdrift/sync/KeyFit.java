package io.envdrift.sync;

import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.PublicKey;
import io.envdrift.git.WorkTree;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** Which of two differing keys belongs to an env file, by the public key in it: what a hint may advise depends on it. */
public enum KeyFit {
    /** The keys file's alone. */
    LOCAL,
    /** The keys file's alone, but the vault's belongs to the file as git has it: it was encrypted to another key since. */
    LOCAL_SINCE_COMMIT,
    /** The vault's alone. */
    VAULT,
    /** Both: the newest differ, but a shared older one is the file's. */
    BOTH,
    /** Neither. */
    NEITHER,
    /** The file names no key, or there is no file that can be read. */
    UNKNOWN;

    /** Compares keys with the public keys of a file. */
    public static KeyFit of(List<PublicKey> publicKeys, KeyRing local, KeyRing vault) {
        if (publicKeys.isEmpty()) {
            return UNKNOWN;
        }
        return of(local.holdsAny(publicKeys), vault.holdsAny(publicKeys));
    }

    /** Tells whether only the local key belongs to the file in the work tree. */
    public boolean isLocalOnly() {
        return this == LOCAL || this == LOCAL_SINCE_COMMIT;
    }

    /**
     * Asks git which key a file was encrypted to before, where the local key alone belongs to it now.
     *
     * @param inVault tells whether the vault has the key of a public key
     */
    public KeyFit since(Path file, Predicate<PublicKey> inVault) {
        return this == LOCAL && committedKeys(file).stream().anyMatch(inVault) ? LOCAL_SINCE_COMMIT : this;
    }

    private static List<PublicKey> committedKeys(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            return List.of();
        }
        // Where git does not answer, or its version of the file is no text, the earlier key is unknown.
        return WorkTree.of(folder)
                .map(tree -> tree.lastContents(List.of(file)).getOrDefault(file, List.of()))
                .flatMap(versions -> versions.stream().findFirst())
                .flatMap(EnvDocument::tryDecode)
                .map(document -> EncryptionState.of(document).validPublicKeys())
                .orElse(List.of());
    }

    /** Returns the word for what opens a file. */
    public static KeyFit of(boolean opensLocally, boolean opensWithVault) {
        if (opensLocally == opensWithVault) {
            return opensLocally ? BOTH : NEITHER;
        }
        return opensLocally ? LOCAL : VAULT;
    }
}
