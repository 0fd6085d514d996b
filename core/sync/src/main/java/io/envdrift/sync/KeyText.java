package io.envdrift.sync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenvx.KeyList;
import io.envdrift.vault.VaultSecret;

/**
 * Writes a key into a vault's secret in the shape that the secret has, so that its other readers still understand it.
 */
public final class KeyText {
    private KeyText() {}

    /**
     * Returns the new text of a secret: the bare key where the secret holds a bare key, else the key behind its name.
     *
     * @param material what {@link KeyMaterialParser} made of the secret
     * @throws EnvdriftException {@code UNUSABLE_KEY_MATERIAL} when the secret holds more than this one key, which would
     *     be lost
     */
    public static Secret replacing(VaultSecret secret, KeyMaterial material, KeyList list) {
        if (parts(secret.value().reveal().strip()) > 1) {
            throw new EnvdriftException(
                    ErrorCode.UNUSABLE_KEY_MATERIAL,
                    "The secret holds more than this key, and would lose the rest",
                    "store each key in a secret of its own, then run the command again");
        }
        return material.label().map(name -> named(name, list)).orElseGet(list::value);
    }

    /** Returns the text of a new secret. */
    public static Secret named(String name, KeyList list) {
        return Secret.of(name + "=" + list.value().reveal());
    }

    private static int parts(String text) {
        return JsonFields.members(text)
                .orElseGet(() -> EnvDocument.parse(text).assignments().size());
    }
}
