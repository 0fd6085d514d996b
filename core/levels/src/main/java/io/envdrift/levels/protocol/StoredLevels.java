package io.envdrift.levels.protocol;

import io.envdrift.json.JsonException;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The answer to {@code GET …/secrets} without {@code decrypt}: the levels from the project's down to the one asked for. A level
 * that has no content is left out.
 *
 * @param levels by kind, in the order in which they are merged
 * @param format of the texts within: env, json, yaml or text
 */
public record StoredLevels(Map<LevelKind, StoredLevel> levels, String format) {
    private static final String ENV = "env";

    /** Copies, in order. */
    public StoredLevels {
        Map<LevelKind, StoredLevel> ordered = new EnumMap<>(LevelKind.class);
        ordered.putAll(levels);
        levels = Collections.unmodifiableMap(ordered);
    }

    /**
     * Reads an answer. A level with empty content counts as left out.
     *
     * @throws JsonException when it is another answer
     */
    public static StoredLevels read(JsonObject answer) {
        JsonObject attributes = answer.object("data")
                .flatMap(data -> data.object("attributes"))
                .orElseThrow(() -> new JsonException("data.attributes required"));
        Optional<JsonObject> given = attributes.object("levels");
        Map<LevelKind, StoredLevel> levels = new EnumMap<>(LevelKind.class);
        for (LevelKind kind : LevelKind.values()) {
            given.flatMap(object -> object.object(kind.word()))
                    .map(StoredLevel::read)
                    .filter(level -> !level.content().isEmpty())
                    .ifPresent(level -> levels.put(kind, level));
        }
        String format =
                attributes.text("format").filter(text -> !text.isEmpty()).orElse(ENV);
        return new StoredLevels(levels, format);
    }

    /**
     * Returns the answer's {@code data.attributes}; the rest is the server's.
     *
     * @param encrypted what stands in {@code encrypted}
     */
    public JsonMembers attributes(boolean encrypted) {
        JsonMembers each = new JsonMembers();
        levels.forEach((kind, level) -> each.put(kind.word(), level.members()));
        return new JsonMembers()
                .put("encrypted", encrypted)
                .put("format", format)
                .put("levels", each);
    }
}
