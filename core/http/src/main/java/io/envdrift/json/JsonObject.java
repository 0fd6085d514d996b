package io.envdrift.json;

import io.envdrift.base.WholeNumber;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that was read. Members that nobody asks for are ignored; {@code null} is as good as missing. Texts that
 * a database could not hold (with a NUL, or half a surrogate pair) are refused. An object of a
 * {@linkplain JsonReader#tolerant tolerant} reader treats a refused member as missing, and throws only where the member
 * is required.
 */
public final class JsonObject {
    private final Map<String, @Nullable Object> members;
    private final Set<String> repeated;
    private final boolean tolerant;

    JsonObject(Map<String, @Nullable Object> members, Set<String> repeated, boolean tolerant) {
        this.members = members;
        this.repeated = repeated;
        this.tolerant = tolerant;
    }

    /**
     * Returns a text.
     *
     * @throws JsonException when the member is something else, or no text a database can hold
     */
    public Optional<String> text(String name) {
        Object value = members.get(name);
        if (value == null) {
            return Optional.empty();
        }
        return value instanceof String text ? storable(name, text) : refused(name + " must be text");
    }

    /**
     * Returns a text that must be there.
     *
     * @throws JsonException when it is missing or something else
     */
    public String requireText(String name) {
        return text(name).orElseThrow(() -> missing(name));
    }

    /**
     * Returns a text that must be there and is used as a name.
     *
     * @param maxLength in UTF-16 units
     * @throws JsonException when it is missing, too long or something else
     */
    public String requireName(String name, int maxLength) {
        String text = requireText(name);
        if (text.length() > maxLength) {
            throw new JsonException(name + " is longer than " + maxLength + " characters");
        }
        return text;
    }

    /** Returns a text, or a number as the sender wrote it. */
    public Optional<String> textOrNumber(String name) {
        return members.get(name) instanceof JsonNumber number ? Optional.of(number.token()) : text(name);
    }

    /**
     * Returns a whole number, which may also be written as {@code 1.0} or sent as text.
     *
     * @throws JsonException when the member is something else
     */
    public OptionalLong whole(String name) {
        OptionalLong whole = switch (members.get(name)) {
            case JsonNumber number -> number.whole();
            // Many services write versions as digits in a text.
            case String text -> WholeNumber.of(text.strip());
            case null, default -> OptionalLong.empty();
        };
        if (whole.isEmpty() && members.get(name) != null) {
            refused(name + " must be a whole number");
        }
        return whole;
    }

    /** Tells whether a member is a number that is zero, however it is written. */
    public boolean isZero(String name) {
        return members.get(name) instanceof JsonNumber number && number.isZero();
    }

    /**
     * Returns a whole number that must be there.
     *
     * @throws JsonException when it is missing or something else
     */
    public long requireWhole(String name) {
        return whole(name).orElseThrow(() -> missing(name));
    }

    /**
     * Returns a boolean; a missing one is false.
     *
     * @throws JsonException when the member is something else
     */
    public boolean flag(String name) {
        Object value = members.get(name);
        if (value instanceof Boolean flag) {
            return flag;
        }
        if (value != null) {
            refused(name + " must be true or false");
        }
        return false;
    }

    /**
     * Returns an object.
     *
     * @throws JsonException when the member is something else
     */
    public Optional<JsonObject> object(String name) {
        Object value = members.get(name);
        if (value == null) {
            return Optional.empty();
        }
        return value instanceof JsonObject object ? Optional.of(object) : refused(name + " must be an object");
    }

    /**
     * Returns a list of texts.
     *
     * @throws JsonException when the member is something else
     */
    public Optional<List<String>> texts(String name) {
        return list(name, "texts", element -> element instanceof String text ? storable(name, text) : Optional.empty());
    }

    /**
     * Returns a list of objects.
     *
     * @throws JsonException when the member is something else
     */
    public Optional<List<JsonObject>> objects(String name) {
        return list(
                name,
                "objects",
                element -> element instanceof JsonObject object ? Optional.of(object) : Optional.empty());
    }

    /**
     * Returns a list of objects that must be there.
     *
     * @throws JsonException when it is missing or something else
     */
    public List<JsonObject> requireObjects(String name) {
        return objects(name).orElseThrow(() -> missing(name));
    }

    /**
     * Returns what each of a list of objects is read as. The list must be there.
     *
     * @throws JsonException when it is missing or something else, or as the reader does
     */
    public <T> List<T> requireList(String name, Function<JsonObject, T> reader) {
        return requireObjects(name).stream().map(reader).toList();
    }

    /** Returns the names of all members, in the order of the text. */
    public Set<String> names() {
        return Collections.unmodifiableSet(members.keySet());
    }

    /** Returns the names that more than one member has; always none from a reader that refuses such objects. */
    public Set<String> repeated() {
        return Collections.unmodifiableSet(repeated);
    }

    /**
     * Returns all members, unchecked, in the order of the text.
     *
     * @return values as {@link JsonReader#value} gives them
     */
    public Map<String, @Nullable Object> members() {
        return Collections.unmodifiableMap(members);
    }

    /** Shows the names of the members only: values may be secret. */
    @Override
    public String toString() {
        return "JSON object with " + members.keySet();
    }

    private <T> Optional<List<T>> list(String name, String kind, Function<@Nullable Object, Optional<T>> reader) {
        Object value = members.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof List<?> elements)) {
            return refused(name + " must be a list of " + kind);
        }
        List<T> read = new ArrayList<>();
        for (Object element : elements) {
            Optional<T> item = reader.apply(element);
            if (item.isEmpty()) {
                return refused(name + " must be a list of " + kind);
            }
            read.add(item.get());
        }
        return Optional.of(List.copyOf(read));
    }

    private <T> Optional<T> refused(String message) {
        if (tolerant) {
            return Optional.empty();
        }
        throw new JsonException(message);
    }

    private static JsonException missing(String name) {
        return new JsonException(name + " required");
    }

    private Optional<String> storable(String name, String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == 0) {
                return refused(name + " must not contain a NUL character");
            }
            if (Character.isSurrogate(unit)) {
                boolean pair = Character.isHighSurrogate(unit)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return refused(name + " is not valid Unicode text");
                }
                i++;
            }
        }
        return Optional.of(text);
    }
}
