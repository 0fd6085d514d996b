package io.envdrift.envsync.protocol;

import io.envdrift.base.Secret;

/** Keys of one round: what the tests ask does not depend on how slow guessing is. */
public final class QuickKeys {
    private QuickKeys() {}

    /** Keeps a passphrase. */
    public static PassphraseKeys of(Secret passphrase) {
        return new PassphraseKeys(passphrase, (secret, salt, rounds) -> KeyScheme.documentKey(secret, salt, 1));
    }
}
