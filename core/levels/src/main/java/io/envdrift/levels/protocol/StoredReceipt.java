package io.envdrift.levels.protocol;

import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import java.util.OptionalLong;

/**
 * The answer to a write.
 *
 * @param level the kind of level that was written, as the protocol calls it
 * @param source the slug of the level
 * @param bytes length of the content
 * @param version of what was written; the original does not say
 */
public record StoredReceipt(String level, String source, long bytes, OptionalLong version) {
    /** Reads an answer. */
    public static StoredReceipt read(JsonObject answer) {
        JsonObject data = answer.object("data").orElse(answer);
        return new StoredReceipt(
                data.text("level").orElse(""),
                data.text("source").orElse(""),
                data.whole("bytes").orElse(0),
                data.whole("version"));
    }

    /** Returns the answer. */
    public JsonMembers answer() {
        return new JsonMembers()
                .put(
                        "data",
                        new JsonMembers()
                                .put("type", "secrets")
                                .put("level", level)
                                .put("source", source)
                                .put("bytes", bytes)
                                .putIfPresent("version", version))
                .put("message", "Secrets stored successfully");
    }
}
