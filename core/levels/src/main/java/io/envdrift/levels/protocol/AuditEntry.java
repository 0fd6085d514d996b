package io.envdrift.levels.protocol;

import io.envdrift.base.Internal;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import java.util.Optional;

/**
 * A line of the audit log: {@code GET /{organization}/audit?page=&per_page=}, newest first. It never has a value.
 *
 * @param actor who did it, as the server names them
 * @param action the name of the operation
 * @param resource what it was done to, usually a path
 * @param outcome {@code ok}, or the refusal's word
 * @param at RFC 3339
 * @param ip the address that the call came from; the original's servers do not tell it
 * @param userAgent what the caller's program called itself
 */
public record AuditEntry(
        String id,
        String actor,
        String action,
        String resource,
        String outcome,
        String at,
        Optional<String> ip,
        Optional<String> userAgent) {
    /** Reads an element of {@code data}. */
    @Internal
    public static AuditEntry read(JsonObject json) {
        JsonObject attributes = json.object("attributes").orElse(json);
        return new AuditEntry(
                json.textOrNumber("id").orElse(""),
                attributes.text("actor").orElse(""),
                attributes.text("action").orElse(""),
                attributes.text("resource").orElse(""),
                attributes.text("outcome").orElse(""),
                attributes.text("created_at").orElse(""),
                attributes.text("ip"),
                attributes.text("user_agent"));
    }

    /** Returns the element. */
    @Internal
    public JsonMembers members() {
        return new JsonMembers()
                .put("id", id)
                .put(
                        "attributes",
                        new JsonMembers()
                                .put("actor", actor)
                                .put("action", action)
                                .put("resource", resource)
                                .put("outcome", outcome)
                                .put("created_at", at)
                                .putIfPresent("ip", ip)
                                .putIfPresent("user_agent", userAgent));
    }
}
