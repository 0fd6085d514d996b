package io.envdrift.envsync.protocol;

import io.envdrift.base.Secret;
import io.envdrift.json.JsonException;
import io.envdrift.json.JsonObject;

/**
 * A token or the code of an invite, which the server shows once.
 *
 * @param secret the token, or the code
 * @param id the token's {@code jti}; empty for an invite
 * @param expiresAt ISO-8601, UTC
 */
public record Issued(Secret secret, String id, String email, String role, String expiresAt) {
    /**
     * Reads the answer.
     *
     * @throws JsonException when it has neither token nor code
     */
    public static Issued read(JsonObject json) {
        String secret = json.text("token")
                .or(() -> json.text("code"))
                .orElseThrow(() -> new JsonException("token or code required"));
        return new Issued(
                Secret.of(secret),
                json.text("jti").orElse(""),
                json.text("email").orElse(""),
                json.text("role").orElse(""),
                json.text("expires_at").orElse(""));
    }
}
