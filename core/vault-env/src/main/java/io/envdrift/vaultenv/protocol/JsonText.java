package io.envdrift.vaultenv.protocol;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Writes one JSON object without spaces, as {@code JSON.stringify} does. Nearly all that a server writes is a blob of some
 * kilobytes without a character to escape, so the parts are kept as they are and copied once, when all are there.
 */
final class JsonText {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final List<String> parts = new ArrayList<>();

    JsonText put(String name, String value) {
        startField(name);
        parts.add("\"");
        parts.add(escaped(value));
        parts.add("\"");
        return this;
    }

    JsonText put(String name, long value) {
        return putJson(name, Long.toString(value));
    }

    JsonText put(String name, boolean value) {
        return putJson(name, Boolean.toString(value));
    }

    /** Leaves the field out when there is no value. */
    JsonText putIfPresent(String name, Optional<String> value) {
        value.ifPresent(present -> put(name, present));
        return this;
    }

    /** Leaves the field out when there is no value. */
    JsonText putIfPresent(String name, OptionalLong value) {
        value.ifPresent(present -> put(name, present));
        return this;
    }

    /** Writes {@code null} when there is no value. */
    JsonText putNullable(String name, Optional<String> value) {
        return value.isPresent() ? put(name, value.get()) : putJson(name, "null");
    }

    JsonText putTexts(String name, List<String> values) {
        return putJson(name, array(values));
    }

    /** Writes a list of objects, each given as the text of a JSON object. */
    <T> JsonText putObjects(String name, List<T> values, Function<T, String> toJson) {
        return putJson(name, "[" + String.join(",", values.stream().map(toJson).toList()) + "]");
    }

    /** Ends the object and returns its text. */
    String end() {
        parts.add(parts.isEmpty() ? "{}" : "}");
        return String.join("", parts);
    }

    /** Returns a list of texts as JSON. */
    static String array(List<String> values) {
        List<String> quoted =
                values.stream().map(value -> "\"" + escaped(value) + "\"").toList();
        return "[" + String.join(",", quoted) + "]";
    }

    private JsonText putJson(String name, String json) {
        startField(name);
        parts.add(json);
        return this;
    }

    private void startField(String name) {
        parts.add(parts.isEmpty() ? "{\"" : ",\"");
        parts.add(escaped(name));
        parts.add("\":");
    }

    private static String escaped(String value) {
        if (value.indexOf('"') < 0 && value.indexOf('\\') < 0 && !hasControl(value)) {
            // Twice as fast as the loop below, and the answer for every blob.
            return value;
        }
        StringBuilder text = new StringBuilder(value.length() + 16);
        for (int i = 0; i < value.length(); i++) {
            char unit = value.charAt(i);
            if (unit < ' ' || unit == '"' || unit == '\\') {
                text.append(escape(unit));
            } else {
                text.append(unit);
            }
        }
        return text.toString();
    }

    private static boolean hasControl(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ') {
                return true;
            }
        }
        return false;
    }

    private static String escape(char unit) {
        return switch (unit) {
            case '"', '\\' -> "\\" + unit;
            case '\b' -> "\\b";
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\f' -> "\\f";
            case '\r' -> "\\r";
            default -> "\\u" + HEX.toHexDigits(unit);
        };
    }
}
