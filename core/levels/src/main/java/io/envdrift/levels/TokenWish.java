package io.envdrift.levels;

import io.envdrift.json.JsonMembers;
import java.util.List;
import java.util.Optional;

/**
 * What a new token may do.
 *
 * @param abilities scopes, as in {@code secret:read}
 * @param limits patterns of paths, as in {@code acme-store/backend/*}; none for the whole organization
 * @param expiresAt RFC 3339; nothing for never
 */
public record TokenWish(String name, List<String> abilities, List<String> limits, Optional<String> expiresAt) {
    /**
     * The scopes of a token for a job that only pulls: reading, and the terms of the key, which every pull asks for.
     */
    public static final List<String> READ_ONLY = List.of(
            "secret:read", "key:retrieve", "project:read", "target:read", "environment:read", "organization:read");

    /** Copies the collections. */
    public TokenWish {
        abilities = List.copyOf(abilities);
        limits = List.copyOf(limits);
    }

    JsonMembers members() {
        JsonMembers members = new JsonMembers().put("name", name).put("abilities", abilities);
        if (!limits.isEmpty()) {
            members.put("limits", limits);
        }
        return members.putIfPresent("expires_at", expiresAt);
    }
}
