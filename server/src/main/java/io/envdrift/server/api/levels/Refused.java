package io.envdrift.server.api.levels;

import io.envdrift.json.JsonMembers;
import io.envdrift.levels.protocol.LevelsRefusal;
import io.envdrift.server.pipeline.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Thrown when a call is refused with a word of the protocol. */
final class Refused extends Refusal {
    private static final long serialVersionUID = 1L;

    private final transient JsonMembers json;
    private final transient Map<String, String> headers;

    private Refused(int status, String message, JsonMembers json, Map<String, String> headers) {
        super(status, message);
        this.json = json;
        this.headers = headers;
    }

    static Refused of(LevelsRefusal refusal, String message) {
        return of(refusal, message, new JsonMembers());
    }

    static Refused of(LevelsRefusal refusal, String message, JsonMembers details) {
        return new Refused(refusal.status(), message, members(refusal.word(), message, details), Map.of());
    }

    static Refused notFound(String what) {
        return of(LevelsRefusal.NOT_FOUND, what + " not found");
    }

    /** The server shall store no more. */
    static Refused quota(String message) {
        return of(LevelsRefusal.QUOTA_EXCEEDED, message);
    }

    /** The body or the query is understood, and a member of it is wrong. */
    static Refused invalid(String field, String problem) {
        JsonMembers json = new JsonMembers()
                .put("message", "The given data was invalid: " + problem)
                .put("errors", new JsonMembers().put(field, List.of(problem)));
        return new Refused(LevelsRefusal.INVALID_COMBINATION.status(), problem, json, Map.of());
    }

    /**
     * The caller has to wait.
     *
     * @param seconds how long, at least 1
     */
    static Refused tooMany(long seconds) {
        LevelsRefusal refusal = LevelsRefusal.RATE_LIMITED;
        String message = "Too many requests, try again in " + seconds + " seconds";
        return new Refused(
                refusal.status(),
                message,
                members(refusal.word(), message, new JsonMembers().put("retry_after", seconds)),
                Map.of("Retry-After", Long.toString(seconds)));
    }

    /** Returns the same refusal with further header fields. */
    Refused with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Refused(status(), text(), json, all);
    }

    /** Returns an error as the protocol has it. */
    static JsonMembers members(String word, String message, JsonMembers details) {
        return new JsonMembers().put("error", word).put("message", message).put("details", details);
    }

    JsonMembers json() {
        return json;
    }

    @Override
    public Map<String, String> headers() {
        return headers;
    }
}
