package io.envdrift.sync;

import io.envdrift.json.JsonException;
import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonObject;
import io.envdrift.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** The text fields of a JSON object; what is nested or no text is left out. */
final class JsonFields {
    private static final JsonReader READER = new JsonReader(JsonLimits.GENEROUS).takingTheLast();

    private JsonFields() {}

    /** Returns how many members an object has, nested ones and those that are no text too; nothing when it is no object. */
    static OptionalInt members(String text) {
        return object(text).stream().mapToInt(object -> object.members().size()).findFirst();
    }

    /** Returns the names that an object has more than once. */
    static Set<String> repeated(String text) {
        return object(text).map(object -> Set.copyOf(object.repeated())).orElse(Set.of());
    }

    /** Returns the names of an object's members sorted, nested ones and those that are no text too. */
    static Set<String> names(String text) {
        return object(text)
                .<Set<String>>map(object -> new TreeSet<>(object.members().keySet()))
                .orElse(Set.of());
    }

    private static Optional<JsonObject> object(String text) {
        try {
            return READER.value(text.getBytes(StandardCharsets.UTF_8)) instanceof JsonObject object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads the top level of an object.
     *
     * @return name to text; empty map for an array or a scalar; nothing when the text is no JSON document
     */
    static Optional<Map<String, String>> parse(String text) {
        try {
            Map<String, String> fields = new LinkedHashMap<>();
            if (READER.value(text.getBytes(StandardCharsets.UTF_8)) instanceof JsonObject object) {
                object.members().forEach((name, value) -> {
                    if (value instanceof String field) {
                        // Two fields of one name: it is not known which is meant, so neither counts.
                        fields.put(name, object.repeated().contains(name) ? "" : field);
                    }
                });
            }
            return Optional.of(fields);
        } catch (JsonException e) {
            return Optional.empty();
        }
    }
}
