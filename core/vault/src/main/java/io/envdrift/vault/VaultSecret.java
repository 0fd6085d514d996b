package io.envdrift.vault;

import io.envdrift.base.Secret;
import io.envdrift.base.StrictText;
import java.util.Base64;

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

    /** A secret that is stored as bytes: those that are UTF-8 are text, all others are told in base64. */
    public static VaultSecret bytes(byte[] content, String version) {
        return StrictText.decode(content)
                .map(text -> text(text, version))
                .orElseGet(
                        () -> new VaultSecret(Secret.of(Base64.getEncoder().encodeToString(content)), version, true));
    }
}
