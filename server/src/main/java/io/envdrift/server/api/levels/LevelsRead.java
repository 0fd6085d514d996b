package io.envdrift.server.api.levels;

import io.envdrift.json.JsonObject;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.levels.protocol.LevelReference;
import io.envdrift.levels.protocol.LevelsRefusal;
import io.envdrift.server.pipeline.Call;
import java.util.List;

/**
 * What a read of secrets asks for.
 *
 * @param path the deepest level
 * @param action what the server is to do with the levels
 * @param merge whether it is to merge what it decrypts
 * @param raw whether references between merged values stay as they are
 * @param filter which merged values are wanted
 * @param known the caller's entity tags
 */
record LevelsRead(LevelPath path, Action action, Merge merge, boolean raw, NameFilter filter, List<String> known) {
    private static final List<String> NO = List.of("", "false", "0");
    private static final List<String> YES = List.of("true", "1");
    private static final String MERGE = "merge";

    /** Checks what excludes each other. */
    LevelsRead {
        if (merge != Merge.NO && action != Action.DECRYPT) {
            throw Refused.of(
                    LevelsRefusal.INVALID_COMBINATION,
                    "The server merges what it decrypts: add decrypt=true, or merge what you have decrypted");
        }
        if (merge == Merge.NO && !filter.isEmpty()) {
            throw Refused.of(
                    LevelsRefusal.INVALID_COMBINATION,
                    "The server sees names only where it decrypts and merges: filter what you have decrypted");
        }
    }

    /** What is done with the levels; the words are those of {@code POST …/secrets/retrieve}. */
    enum Action {
        READ("read"),
        DECRYPT("decrypt"),
        /** Answers what the project's key is, and no levels. */
        RETRIEVE_KEY("key:retrieve");

        private final String word;

        Action(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** What of levels and merged values is answered. */
    enum Merge {
        NO("false"),
        YES("true"),
        BOTH("both");

        private final String word;

        Merge(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        private static Merge of(String value) {
            if (NO.word.equals(value) || LevelsRead.NO.contains(value)) {
                return NO;
            }
            if (LevelsRead.YES.contains(value)) {
                return YES;
            }
            if (BOTH.word.equals(value)) {
                return BOTH;
            }
            throw Refused.invalid(MERGE, "merge must be false, true or both");
        }
    }

    /**
     * Reads the query of {@code GET …/secrets}.
     *
     * @throws Refused 422 when it is wrong
     */
    static LevelsRead ofQuery(Call call) {
        return new LevelsRead(
                Paths.level(call),
                flag(call, "decrypt") ? Action.DECRYPT : Action.READ,
                Merge.of(call.query(MERGE).stream().findFirst().orElse("")),
                flag(call, "raw"),
                NameFilter.NONE,
                call.headers().all("If-None-Match"));
    }

    /**
     * Reads the body of {@code POST …/secrets/retrieve}.
     *
     * @throws io.envdrift.json.JsonException when a member is wrong
     * @throws Refused 422 when members exclude each other
     */
    static LevelsRead ofBody(JsonObject json) {
        String action = json.text("action").orElse(Action.READ.word());
        return new LevelsRead(
                LevelReference.read(json),
                List.of(Action.values()).stream()
                        .filter(each -> each.word().equals(action))
                        .findFirst()
                        .orElseThrow(() -> Refused.invalid("action", "action must be read, decrypt or key:retrieve")),
                Merge.of(text(json, MERGE)),
                YES.contains(text(json, "raw")),
                json.object("filters").map(NameFilter::read).orElse(NameFilter.NONE),
                List.of());
    }

    /** The original's SDK sends texts, people send flags. */
    private static String text(JsonObject json, String name) {
        return json.members().get(name) instanceof Boolean flag
                ? flag.toString()
                : json.text(name).orElse("");
    }

    /** Tells whether the server has to decrypt. */
    boolean decrypt() {
        return action == Action.DECRYPT;
    }

    Demand demand() {
        return switch (action) {
            case READ -> Demand.of(path, Reach.LEVEL, Scopes.SECRET_READ);
            case DECRYPT -> Demand.of(path, Reach.LEVEL, Scopes.SECRET_READ, Scopes.SECRET_DECRYPT);
            case RETRIEVE_KEY -> Demand.of(path, Reach.LEVEL, Scopes.KEY_RETRIEVE);
        };
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
}
