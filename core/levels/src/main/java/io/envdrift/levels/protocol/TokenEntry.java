package io.envdrift.levels.protocol;

import io.envdrift.base.Internal;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * A token of the organization, without the token itself.
 *
 * @param id by which it is changed, rotated and deleted
 * @param abilities scopes, as in {@code secret:read}; {@code *} for all
 * @param limits patterns of paths, as in {@code acme-store/backend/*}; empty when it is limited to nothing. The original has none
 * @param expiresAt RFC 3339; nothing when it does not expire
 * @param lastUsedAt RFC 3339; nothing when it was never used
 */
public record TokenEntry(
        String id,
        String name,
        List<String> abilities,
        List<String> limits,
        Optional<String> expiresAt,
        Optional<String> lastUsedAt) {
    /** Copies the lists. */
    public TokenEntry {
        abilities = List.copyOf(abilities);
        limits = List.copyOf(limits);
    }

    /** Reads one, flat or with its members in {@code attributes}. */
    @Internal
    public static TokenEntry read(JsonObject json) {
        JsonObject attributes = json.object("attributes").orElse(json);
        return new TokenEntry(
                json.textOrNumber("id").orElse(""),
                attributes.text("name").orElse(""),
                attributes.texts("abilities").orElse(List.of()),
                attributes.texts("limits").orElse(List.of()),
                attributes.text("expires_at"),
                attributes.text("last_used_at"));
    }

    /** Returns the members, flat. */
    @Internal
    public JsonMembers members() {
        return new JsonMembers()
                .put("id", id)
                .put("name", name)
                .put("abilities", abilities)
                .put("limits", limits)
                .putNullable("expires_at", expiresAt)
                .putNullable("last_used_at", lastUsedAt);
    }
}
