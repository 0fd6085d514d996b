package io.envdrift.vaultenv.protocol;

import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Who did what in a project, newest first. */
public record AuditList(List<Entry> entries) implements Message {
    /**
     * One call.
     *
     * @param id later calls have higher ones; a server of the original's kind tells none
     * @param action as in {@code push}, {@code device_register}
     * @param status the HTTP status it got
     * @param environment the environment's name, where there is one
     * @param device the caller's device id, where it is known
     * @param createdAt ISO-8601 in UTC
     */
    public record Entry(
            OptionalLong id,
            String action,
            long status,
            Optional<String> environment,
            Optional<String> device,
            Optional<String> ip,
            Optional<String> userAgent,
            String createdAt) {
        private static Entry read(JsonObject json) {
            return new Entry(
                    json.whole("id"),
                    json.requireText("action"),
                    json.requireWhole("status"),
                    json.text("environment"),
                    json.text("device_id"),
                    json.text("ip"),
                    json.text("user_agent"),
                    json.requireText("created_at"));
        }

        private JsonMembers json() {
            return new JsonMembers()
                    .putIfPresent("id", id)
                    .put("action", action)
                    .put("status", status)
                    .putNullable("environment", environment)
                    .putNullable("device_id", device)
                    .putNullable("ip", ip)
                    .putNullable("user_agent", userAgent)
                    .put("created_at", createdAt);
        }
    }

    /** Reads the answer. */
    public static AuditList read(JsonObject json) {
        return new AuditList(json.requireList("entries", Entry::read));
    }

    @Override
    public JsonMembers members() {
        return new JsonMembers()
                .put("entries", entries.stream().map(Entry::json).toList());
    }
}
