package io.envdrift.provider.azure;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** An answer in JSON, read without knowing what is in it. */
record JsonObject(Map<?, ?> members) {
    /** Reads an object; an empty one for anything else. */
    static JsonObject parse(byte[] text) {
        try (JsonReader reader = JsonProviders.createReader(text)) {
            return new JsonObject(reader.readUntyped() instanceof Map<?, ?> members ? members : Map.of());
        } catch (IOException | RuntimeException e) {
            // Not passed on: the parser's message may quote the text.
            return new JsonObject(Map.of());
        }
    }

    /** Returns a member that is text. */
    Optional<String> text(String name) {
        return Optional.ofNullable(members.get(name))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(text -> !text.isEmpty());
    }

    /** Returns a member that is a whole number, also one that is written as text. */
    Optional<Long> number(String name) {
        return Optional.ofNullable(members.get(name))
                .map(String::valueOf)
                .filter(text -> text.matches("[0-9]{1,12}"))
                .map(Long::valueOf);
    }

    /** Returns a member that is an object; an empty one where it is not. */
    JsonObject object(String name) {
        return new JsonObject(members.get(name) instanceof Map<?, ?> inner ? inner : Map.of());
    }

    /** Shows no value: it may be a token. */
    @Override
    public String toString() {
        return "JsonObject" + members.keySet();
    }
}
