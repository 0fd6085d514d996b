package io.envdrift.vaultenv.protocol;

import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;

/**
 * Answers a pull.
 *
 * @param secrets the blob, see {@link SecretsBlob}
 * @param version its number, from 1
 */
public record PulledSecrets(String secrets, long version) implements Message {
    /** Reads the answer. */
    public static PulledSecrets read(JsonObject json) {
        return new PulledSecrets(json.requireText("secrets"), json.requireWhole("version"));
    }

    @Override
    public JsonMembers members() {
        return new JsonMembers().put("secrets", secrets).put("version", version);
    }
}
