package io.envdrift.server.api.levels;

import io.envdrift.json.JsonMembers;
import io.envdrift.server.pipeline.Reply;
import java.util.Map;

/** Answers in the form of the protocol. */
final class Replies {
    private static final int CREATED = 201;
    private static final int NO_CONTENT = 204;
    private static final Map<String, String> EVERY = Map.of("X-API-Version", "1", "X-Frame-Options", "DENY");

    private Replies() {}

    static Reply ok(JsonMembers json) {
        return Reply.ok(json);
    }

    static Reply created(JsonMembers json) {
        return Reply.json(CREATED, json);
    }

    static Reply nothing() {
        return Reply.empty(NO_CONTENT);
    }

    /** Returns a single resource. */
    static JsonMembers resource(String type, String id, JsonMembers attributes) {
        return new JsonMembers().put("type", type).put("id", id).put("attributes", attributes);
    }

    /** Wraps what is answered into {@code data}. */
    static JsonMembers data(Object value) {
        return new JsonMembers().put("data", value);
    }

    /** Adds the header fields that every answer has. */
    static Reply dressed(Reply reply) {
        // The connection's part adds no-store and nosniff to every answer that says nothing else.
        return reply.with(EVERY);
    }
}
