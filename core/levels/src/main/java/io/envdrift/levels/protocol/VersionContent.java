package io.envdrift.levels.protocol;

import io.envdrift.json.JsonException;
import io.envdrift.json.JsonObject;

/**
 * A prior content of a level: the answer to {@code GET …/secrets/versions/ID}.
 *
 * @param entry what the list says of it
 * @param content the blob
 * @param key the key that encrypted it; of a server-managed one the key itself is never among it
 */
public record VersionContent(VersionEntry entry, String content, KeyDescriptor key) {
    /**
     * Reads an answer.
     *
     * @throws JsonException when it is another answer
     */
    public static VersionContent read(JsonObject answer) {
        JsonObject data = answer.object("data").orElseThrow(() -> new JsonException("data required"));
        JsonObject key = data.object("key").orElseThrow(() -> new JsonException("data.key required"));
        return new VersionContent(VersionEntry.read(data), data.requireText("content"), KeyDescriptor.read(key));
    }

    /** Shows no content. */
    @Override
    public String toString() {
        return "version " + entry.id();
    }
}
