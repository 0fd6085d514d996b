package io.envdrift.levels.merge;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenv.RawValue;
import io.envdrift.json.JsonException;
import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonObject;
import io.envdrift.json.JsonReader;
import io.envdrift.levels.protocol.LevelPath;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The text of one level, decrypted.
 *
 * @param format env, json, yaml or text
 * @param text as it was pushed, without the line that binds it to its level
 * @param version as the server told it; the original's does not
 * @param bound whether the text named its level
 */
public record LevelContent(LevelPath level, String format, String text, OptionalLong version, boolean bound) {
    private static final String ENV = "env";
    private static final String JSON = "json";

    private static final JsonReader READER = new JsonReader(JsonLimits.GENEROUS).takingTheLast();

    /** Returns a text that no server has told a version of. */
    public static LevelContent of(LevelPath level, String format, String text) {
        return new LevelContent(level, format, text, OptionalLong.empty(), false);
    }

    /** Returns a text without values, for a level that has no content yet. */
    public static LevelContent empty(LevelPath level, String format) {
        return of(level, format, format.equals(JSON) ? "{}" : "");
    }

    /**
     * Removes what binds a text to its level: the line of an env text, the member of a JSON object.
     *
     * @param text as it was decrypted
     * @param required whether an env text without the line is refused, as in projects that only our clients write to
     * @throws EnvdriftException {@code FOREIGN_BLOB} when the text names another level, or no level where that is
     *     required
     */
    public static LevelContent opened(
            LevelPath level, String format, String text, OptionalLong version, boolean required) {
        String unbound = switch (format) {
            case ENV -> BindingLine.unbind(level, text, required);
            case JSON -> BindingMember.unbind(level, text);
            default -> text;
        };
        return new LevelContent(level, format, unbound, version, !unbound.equals(text));
    }

    /**
     * Returns the text with what binds it to its level: a line of an env text, a member of a JSON object.
     *
     * @param strict whether our clients alone write to the project: the original's would take the member for a variable
     */
    public String boundText(boolean strict) {
        if (isEnv()) {
            return BindingLine.bind(level, text);
        }
        return isJson() && strict ? BindingMember.bind(level, text) : text;
    }

    /** Tells whether the text is .env. */
    public boolean isEnv() {
        return format.equals(ENV);
    }

    /** Tells whether the text is a JSON object. */
    public boolean isJson() {
        return format.equals(JSON);
    }

    /** Tells whether a variable may be called so: ASCII letters, digits and underscores, no digit first. */
    public static boolean isName(String name) {
        return LevelText.isName(name);
    }

    /**
     * Reads the values, in the order of the text; a name may come more than once.
     *
     * @throws EnvdriftException {@code UNSUITABLE_FILE} when it does not parse; the message names the level
     */
    public List<RawValue> values() {
        return switch (format) {
            case ENV -> LevelText.parse(level, text);
            case JSON -> json();
            default -> throw unmerged(level, format);
        };
    }

    static EnvdriftException unmerged(LevelPath level, String format) {
        return new EnvdriftException(
                ErrorCode.UNSUITABLE_FILE,
                "level '" + level + "' has the format " + format + ", which is stored but not merged",
                "levels of the formats env and json are merged");
    }

    private List<RawValue> json() {
        List<RawValue> values = new ArrayList<>();
        try {
            JsonObject object = READER.object(text);
            for (String name : object.names()) {
                LevelText.requireName(level, name);
                values.add(new RawValue(name, object.requireText(name), false));
            }
        } catch (JsonException e) {
            throw new EnvdriftException(
                    ErrorCode.UNSUITABLE_FILE,
                    "level '" + level + "' cannot be read: it is no JSON object of texts",
                    "push a corrected text of this level",
                    e);
        }
        return values;
    }

    /** Shows no text. */
    @Override
    public String toString() {
        return "content of " + level;
    }
}
