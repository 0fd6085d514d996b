package io.envdrift.levels.protocol;

import io.envdrift.base.Internal;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A prior content of a level, without the content.
 *
 * @param id a whole number as text, unique beyond the level
 * @param action what replaced it: {@code update}, {@code delete}, {@code restore} or another word
 * @param size of the content, in bytes
 * @param clientEncrypted whether the key was client-managed
 * @param keyVersion which key encrypted it
 * @param version the number that the content had as the level's current one; the original does not say
 * @param createdAt RFC 3339
 * @param createdBy the name of who replaced it
 */
public record VersionEntry(
        String id,
        String action,
        long size,
        boolean clientEncrypted,
        long keyVersion,
        OptionalLong version,
        String createdAt,
        Optional<String> createdBy) {
    /** Reads an element of {@code data}. */
    @Internal
    public static VersionEntry read(JsonObject json) {
        JsonObject attributes = json.object("attributes").orElse(json);
        return new VersionEntry(
                json.textOrNumber("id").orElse(""),
                attributes.text("action").orElse(""),
                attributes.whole("size_bytes").orElse(0),
                attributes.flag("is_client_encrypted"),
                // The original has two members for it: a text, and a number.
                attributes
                        .whole("encryption_key_version")
                        .orElse(attributes.whole("key_version").orElse(1)),
                attributes.whole("version"),
                attributes.text("created_at").orElse(""),
                attributes.object("created_by").flatMap(by -> by.text("name")));
    }

    /**
     * Returns the element.
     *
     * @param createdById id of who replaced it; empty for nobody
     */
    @Internal
    public JsonMembers members(String createdById) {
        Optional<JsonMembers> by =
                createdBy.map(name -> new JsonMembers().put("id", createdById).put("name", name));
        JsonMembers attributes = new JsonMembers()
                .put("action", action)
                .put("size_bytes", size)
                .put("is_client_encrypted", clientEncrypted)
                .put("encryption_key_version", String.valueOf(keyVersion))
                .put("key_version", keyVersion)
                .putIfPresent("version", version)
                .put("created_at", createdAt)
                .putNullable("created_by", by)
                .putNullable("metadata", Optional.empty())
                .put("locked", false)
                .putNullable("locked_reason", Optional.empty());
        return new JsonMembers().put("id", id).put("attributes", attributes);
    }
}
