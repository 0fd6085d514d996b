package io.envdrift.sync;

import io.envdrift.base.Secret;
import io.envdrift.dotenvx.KeyList;
import io.envdrift.dotenvx.KeyRing;
import java.util.Optional;

/**
 * The private keys in a vault's secret, after it was found usable.
 *
 * @param value the text for the keys file: one private key, or several separated by commas, newest last
 * @param list its parts
 * @param label the name it was labelled with, as in {@code DOTENV_PRIVATE_KEY_PRODUCTION}
 */
public record KeyMaterial(Secret value, KeyList list, Optional<String> label) {
    /** Tells whether every part is a dotenvx private key. */
    public boolean isPrivateKey() {
        return !list.tokens().isEmpty() && list.keys().size() == list.tokens().size();
    }

    /** Says why this may not be what was meant; nothing where every part is a dotenvx private key. */
    public Optional<String> doubt() {
        return isPrivateKey()
                ? Optional.empty()
                : Optional.of("the vault's value does not look like a dotenvx private key");
    }

    /** Returns the private keys in it. */
    public KeyRing ring() {
        return KeyRing.of(list.keys());
    }

    /** Returns the fingerprint of the newest key, or a salted preview of other text. */
    public String fingerprint() {
        return fingerprint(value);
    }

    /** Describes a keys file's or vault's value for people: its newest key's fingerprint, and how many older ones there are. */
    public static String described(Secret value) {
        int older = KeyList.parse(value.reveal()).keys().size() - 1;
        return fingerprint(value) + (older > 0 ? " (and " + older + " older)" : "");
    }

    /** Returns the fingerprint of the newest key in a keys file's value, or a salted preview of other text. */
    public static String fingerprint(Secret value) {
        return KeyList.parse(value.reveal())
                .newest()
                .map(key -> key.publicKey().fingerprint())
                .orElseGet(value::preview);
    }
}
