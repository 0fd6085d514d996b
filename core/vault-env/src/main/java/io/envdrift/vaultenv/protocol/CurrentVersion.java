package io.envdrift.vaultenv.protocol;

import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import java.util.Optional;

/**
 * Answers the question for an environment's current version.
 *
 * @param version 0 when nothing was stored yet
 * @param updatedAt when it was stored, ISO-8601 in UTC
 */
public record CurrentVersion(long version, Optional<String> updatedAt) implements Message {
    /** Reads the answer. */
    public static CurrentVersion read(JsonObject json) {
        return new CurrentVersion(json.requireWhole("version"), json.text("updated_at"));
    }

    @Override
    public JsonMembers members() {
        return new JsonMembers().put("version", version).putNullable("updated_at", updatedAt);
    }
}
