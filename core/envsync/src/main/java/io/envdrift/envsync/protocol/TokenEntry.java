package io.envdrift.envsync.protocol;

import io.envdrift.json.JsonObject;

/**
 * A token that the server issued, without the token itself.
 *
 * @param jti its id, by which it is revoked
 * @param expiresAt ISO-8601, UTC; empty when it does not expire
 */
public record TokenEntry(String jti, String email, String role, String expiresAt, boolean revoked) {
    /** Reads one. */
    public static TokenEntry read(JsonObject json) {
        return new TokenEntry(
                json.requireText("jti"),
                json.text("email").orElse(""),
                json.text("role").orElse(""),
                json.text("expires_at").orElse(""),
                json.flag("revoked"));
    }
}
