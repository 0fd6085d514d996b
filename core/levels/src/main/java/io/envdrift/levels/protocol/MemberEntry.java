package io.envdrift.levels.protocol;

import io.envdrift.base.Internal;
import io.envdrift.json.JsonObject;

/**
 * A member of an organization.
 *
 * @param role one of the fixed ones, as the server calls it
 */
public record MemberEntry(String id, String email, String role) {
    /** Reads a resource, flat or with its members in {@code attributes}. */
    @Internal
    public static MemberEntry read(JsonObject json) {
        JsonObject attributes = json.object("attributes").orElse(json);
        return new MemberEntry(
                json.textOrNumber("id").orElse(""),
                attributes.text("email").orElse(""),
                attributes.text("role").orElse(""));
    }
}
