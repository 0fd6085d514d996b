package io.envdrift.sync;

import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.PublicKey;
import java.util.List;

/** Which of two differing keys belongs to an env file, by the public key in it: what a hint may advise depends on it. */
public enum KeyFit {
    /** The keys file's alone. */
    LOCAL,
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
        return of(
                publicKeys.stream().anyMatch(key -> local.find(key).isPresent()),
                publicKeys.stream().anyMatch(key -> vault.find(key).isPresent()));
    }

    /** Returns the word for what opens a file. */
    public static KeyFit of(boolean opensLocally, boolean opensWithVault) {
        if (opensLocally == opensWithVault) {
            return opensLocally ? BOTH : NEITHER;
        }
        return opensLocally ? LOCAL : VAULT;
    }
}
