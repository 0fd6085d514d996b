package io.envdrift.envsync.protocol;

import io.envdrift.base.Internal;
import io.envdrift.json.JsonException;
import io.envdrift.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * The newest version of a branch.
 *
 * @param keyNames as the pusher gave them
 * @param pushedAt as the server wrote it: ISO-8601, UTC
 * @param salt beside the ciphertext; the original's server drops it
 */
public record StoredEnv(
        String ciphertext,
        List<String> keyNames,
        long version,
        String pushedBy,
        String pushedAt,
        Optional<String> salt) {
    /**
     * Reads an answer.
     *
     * @throws JsonException when a member is missing or of another type
     */
    @Internal
    public static StoredEnv read(JsonObject json) {
        return new StoredEnv(
                json.requireText("ciphertext"),
                json.texts("key_names").orElseThrow(() -> new JsonException("key_names required")),
                json.requireWhole("version"),
                json.text("pushed_by").orElse(""),
                json.text("pushed_at").orElse(""),
                json.text("salt"));
    }

    /** Returns the encrypted file. */
    public SealedEnv sealed() {
        return SealedEnv.parse(ciphertext, salt);
    }

    /** Shows no ciphertext. */
    @Override
    public String toString() {
        return "StoredEnv[version=" + version + ", names=" + keyNames + "]";
    }
}
