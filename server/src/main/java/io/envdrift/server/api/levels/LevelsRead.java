package io.envdrift.server.api.levels;

import io.envdrift.json.JsonObject;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.levels.protocol.LevelReference;
import io.envdrift.levels.protocol.LevelsRefusal;
import io.envdrift.server.pipeline.Call;
import java.util.List;
import java.util.Optional;

/**
 * What a read of secrets asks for.
 *
 * @param path the deepest level
 * @param decrypt whether the server is to decrypt
 * @param known the caller's entity tags
 */
record LevelsRead(LevelPath path, boolean decrypt, List<String> known) {
    private static final List<String> NO = List.of("", "false", "0");
    private static final List<String> YES = List.of("true", "1");

    /**
     * Reads the query of {@code GET …/secrets}.
     *
     * @throws Refused 422 when it is wrong
     */
    static LevelsRead ofQuery(Call call) {
        boolean decrypt = flag(call, "decrypt");
        flag(call, "raw");
        requireNoMerge(call.query("merge").stream().findFirst());
        return new LevelsRead(Paths.level(call), decrypt, call.headers().all("If-None-Match"));
    }

    /**
     * Reads the body of {@code POST …/secrets/retrieve}.
     *
     * @throws io.envdrift.json.JsonException when a member is wrong
     */
    static LevelsRead ofBody(JsonObject json) {
        LevelPath path = LevelReference.read(json);
        String action =
                Bodies.choice(json, "action", List.of("read", "decrypt")).orElse("read");
        requireNoMerge(
                json.members().get("merge") instanceof Boolean flag
                        ? Optional.of(flag.toString())
                        : json.text("merge"));
        json.object("filters").ifPresent(LevelsRead::requireNoFilters);
        return new LevelsRead(path, action.equals("decrypt"), List.of());
    }

    Demand demand() {
        return decrypt
                ? Demand.of(path, Reach.LEVEL, Scopes.SECRET_READ, Scopes.SECRET_DECRYPT)
                : Demand.of(path, Reach.LEVEL, Scopes.SECRET_READ);
    }

    /**
     * Returns a flag of the query.
     *
     * @throws Refused 422 when it is neither true nor false
     */
    static boolean flag(Call call, String name) {
        String value = call.query(name).stream().findFirst().orElse("");
        if (!NO.contains(value) && !YES.contains(value)) {
            throw Refused.invalid(name, name + " must be true or false");
        }
        return YES.contains(value);
    }

    /** The names stand within the blobs, and clients merge: the server has nothing to filter or to merge by. */
    private static void requireNoFilters(JsonObject filters) {
        boolean filled = filters.members().values().stream()
                .anyMatch(value ->
                        !(value == null || value.equals("") || value instanceof List<?> list && list.isEmpty()));
        if (filled) {
            throw Refused.of(
                    LevelsRefusal.INVALID_COMBINATION, "The server does not see names: filter what you have decrypted");
        }
    }

    private static void requireNoMerge(Optional<String> merge) {
        String value = merge.orElse("false");
        if (!List.of("false", "true", "both", "0", "1", "").contains(value)) {
            throw Refused.invalid("merge", "merge must be false, true or both");
        }
        if (!NO.contains(value)) {
            throw Refused.of(
                    LevelsRefusal.INVALID_COMBINATION, "The server does not merge: merge what you have decrypted");
        }
    }
}
