package io.envdrift.server.pipeline;

import io.envdrift.json.JsonMembers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param status the HTTP status
 * @param contentType empty when there is no body
 * @param body all bytes
 * @param headers further header fields
 */
@SuppressWarnings("ArrayRecordComponent") // Bodies are large and never compared.
public record Reply(int status, String contentType, byte[] body, Map<String, String> headers) {
    private static final String JSON = "application/json";
    private static final byte[] NOTHING = {};

    /** Creates an answer with a JSON body. */
    public static Reply json(int status, String json) {
        return new Reply(status, JSON, json.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** Creates an answer with a JSON body. */
    public static Reply json(int status, JsonMembers json) {
        return new Reply(status, JSON, json.toBytes(), Map.of());
    }

    /** Creates a success with a JSON body. */
    public static Reply ok(JsonMembers json) {
        return json(200, json);
    }

    /** Creates a success with a body that is JSON already. */
    public static Reply ok(byte[] json) {
        return new Reply(200, JSON, json, Map.of());
    }

    /** Creates an answer without a body. */
    public static Reply empty(int status) {
        return new Reply(status, "", NOTHING, Map.of());
    }

    /** Returns the same answer with a header field. */
    public Reply with(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return new Reply(status, contentType, body, all);
    }

    /** Returns the same answer with header fields. */
    public Reply with(Map<String, String> more) {
        if (more.isEmpty()) {
            return this;
        }
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Reply(status, contentType, body, all);
    }

    /** Shows no body: it may be a blob. */
    @Override
    public String toString() {
        return "HTTP " + status + " with " + body.length + " bytes";
    }
}
