package io.envdrift.vault;

import io.envdrift.base.Secret;

/**
 * A secret as a vault holds it.
 *
 * @param value the exact text; for {@code binary} the base64 form of the bytes
 * @param version the version's name in that vault, empty where it has none
 * @param binary whether the vault holds bytes that are not UTF-8 text
 */
public record VaultSecret(Secret value, String version, boolean binary) {
    /** A secret that is text. */
    public static VaultSecret text(String value, String version) {
        return new VaultSecret(Secret.of(value), version, false);
    }
}
