package io.envdrift.server.levels;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.envdrift.json.JsonException;
import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonNumber;
import io.envdrift.json.JsonObject;
import io.envdrift.json.JsonReader;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Compares an answer with its shape: all members that it has and no others, each of its type. */
final class WireShape {
    private static final JsonReader JSON = new JsonReader(JsonLimits.GENEROUS);

    private final Map<String, String> names;
    private final UnaryOperator<String> filled;
    private final List<String> differences = new ArrayList<>();

    /**
     * Starts.
     *
     * @param names takes what {@code @name} keeps
     * @param filled replaces names in a text by what they stand for
     */
    WireShape(Map<String, String> names, UnaryOperator<String> filled) {
        this.names = names;
        this.filled = filled;
    }

    List<String> differences() {
        return differences;
    }

    void none(String body) {
        if (!body.isEmpty()) {
            differences.add("a body: " + body);
        }
    }

    void body(String shape, String body) {
        try {
            compare("answer", JSON.value(shape.getBytes(UTF_8)), JSON.value(body.getBytes(UTF_8)));
        } catch (JsonException e) {
            differences.add(e.getMessage() + ": " + body);
        }
    }

    void text(String at, String type, String value) {
        compare(at, type, value);
    }

    private void compare(String at, Object shape, Object value) {
        switch (shape) {
            case JsonObject object -> object(at, object, value);
            case List<?> list -> list(at, list, value);
            case String type -> type(at, type, value);
            case null, default -> expect(at, String.valueOf(shape), value, Objects.equals(shape, value));
        }
    }

    private void object(String at, JsonObject shape, Object value) {
        if (!(value instanceof JsonObject object) || !object.names().equals(shape.names())) {
            expect(at, "members " + shape.names(), value, false);
            return;
        }
        shape.members()
                .forEach((name, inner) ->
                        compare(at + "." + name, inner, object.members().get(name)));
    }

    private void list(String at, List<?> shape, Object value) {
        if (!(value instanceof List<?> list)) {
            expect(at, "a list", value, false);
            return;
        }
        boolean each = shape.size() == 2 && "each".equals(shape.getFirst());
        expect(
                at,
                (each ? "some" : shape.size()) + " elements",
                value,
                each ? !list.isEmpty() : list.size() == shape.size());
        for (int i = 0; i < list.size() && (each || i < shape.size()); i++) {
            compare(at + "[" + i + "]", each ? shape.getLast() : shape.get(i), list.get(i));
        }
    }

    private void type(String at, String type, Object value) {
        if (type.startsWith("@")) {
            names.put(type.substring(1), value instanceof JsonNumber number ? number.token() : String.valueOf(value));
            expect(at, "a text or a number", value, value instanceof String || value instanceof JsonNumber);
        } else if (type.startsWith("=")) {
            expect(at, type, value, filled.apply(type.substring(1)).equals(value));
        } else {
            boolean open = type.endsWith("?");
            expect(
                    at,
                    type,
                    value,
                    open && value == null || is(open ? type.substring(0, type.length() - 1) : type, value));
        }
    }

    private static boolean is(String type, Object value) {
        return switch (type) {
            case "any" -> true;
            case "null" -> value == null;
            case "text" -> value instanceof String text && !text.isBlank();
            case "number" -> value instanceof JsonNumber;
            case "flag" -> value instanceof Boolean;
            case "digits" -> value instanceof String text && text.matches("[0-9]+");
            case "ulid" -> value instanceof String text && text.matches("[0-7][0-9A-HJKMNP-TV-Z]{25}");
            case "time" -> value instanceof String text && isTime(text);
            default -> throw new IllegalArgumentException("no type " + type);
        };
    }

    private static boolean isTime(String text) {
        try {
            return OffsetDateTime.parse(text) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private void expect(String at, String what, Object value, boolean met) {
        if (!met) {
            differences.add(at + " is " + shown(value) + " and not " + what);
        }
    }

    private static String shown(Object value) {
        return switch (value) {
            case JsonObject object -> object.names().toString();
            case JsonNumber number -> number.token();
            case null, default -> String.valueOf(value);
        };
    }
}
