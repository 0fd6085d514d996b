package io.envdrift.levels.protocol;

import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.json.PlainText;
import java.util.OptionalLong;

/**
 * What a server holds of one level.
 *
 * @param encrypted whether the content is a blob
 * @param content the blob; the text itself where {@code encrypted} is false
 * @param source the slug of the level
 * @param version of the content, counted per level from 1; the original does not say
 * @param keyVersion which key encrypted it; the original does not say
 */
public record StoredLevel(
        boolean encrypted, String content, String source, OptionalLong version, OptionalLong keyVersion) {
    /** Reads one; a server that does not say so means encrypted content only when it says so. */
    public static StoredLevel read(JsonObject json) {
        return new StoredLevel(
                json.flag("encrypted"),
                json.text("content").orElse(""),
                json.text("source").orElse(""),
                json.whole("version"),
                json.whole("key_version"));
    }

    /** Returns the members. */
    public JsonMembers members() {
        return new JsonMembers()
                .put("encrypted", encrypted)
                .put("content", encrypted ? PlainText.of(content) : content)
                .put("source", source)
                .putIfPresent("version", version)
                .putIfPresent("key_version", keyVersion);
    }

    /** Shows no content. */
    @Override
    public String toString() {
        return "level " + source;
    }
}
