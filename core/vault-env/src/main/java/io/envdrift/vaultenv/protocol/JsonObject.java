package io.envdrift.vaultenv.protocol;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A received JSON object. Unknown fields are ignored; {@code null} is as good as missing; of two equal names the last one
 * counts. Texts that a database could not hold (a NUL, half a surrogate pair) are refused.
 */
public final class JsonObject {
    private static final Pattern ZERO = Pattern.compile("-?0(\\.0+)?([eE].*)?");

    private final Map<String, @Nullable Object> fields;

    JsonObject(Map<String, @Nullable Object> fields) {
        this.fields = fields;
    }

    /**
     * Reads an object.
     *
     * @throws MalformedMessageException when the bytes are no JSON object in UTF-8, or nested too deeply
     */
    public static JsonObject parse(byte[] json) {
        return JsonReader.readObject(json);
    }

    /** Reads an object; see {@link #parse(byte[])}. */
    public static JsonObject parse(String json) {
        return parse(json.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns a text.
     *
     * @throws MalformedMessageException when the field is something else, or no text a database can hold
     */
    public Optional<String> text(String name) {
        Object value = fields.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text) {
            return Optional.of(storable(name, text));
        }
        throw new MalformedMessageException(name + " must be text");
    }

    /**
     * Returns a text that must be there.
     *
     * @throws MalformedMessageException when it is missing or something else
     */
    public String requireText(String name) {
        return text(name).orElseThrow(() -> missing(name));
    }

    /**
     * Returns a text that must be there and is used as a name.
     *
     * @param maxLength in UTF-16 units
     * @throws MalformedMessageException when it is missing, too long or something else
     */
    public String requireName(String name, int maxLength) {
        String text = requireText(name);
        if (text.length() > maxLength) {
            throw new MalformedMessageException(name + " is longer than " + maxLength + " characters");
        }
        return text;
    }

    /** Returns a text, or a number as the sender wrote it. */
    public Optional<String> textOrNumber(String name) {
        return fields.get(name) instanceof JsonNumber number ? Optional.of(number.token()) : text(name);
    }

    /** Tells whether a field is a number that is zero, which the original takes for a missing one. */
    boolean isZero(String name) {
        return fields.get(name) instanceof JsonNumber number
                && ZERO.matcher(number.token()).matches();
    }

    /**
     * Returns a whole number, which may also be written as {@code 1.0} or sent as text.
     *
     * @throws MalformedMessageException when the field is something else
     */
    public OptionalLong whole(String name) {
        Object value = fields.get(name);
        if (value == null) {
            return OptionalLong.empty();
        }
        try {
            if (value instanceof JsonNumber number) {
                return OptionalLong.of(new BigDecimal(number.token()).longValueExact());
            }
            if (value instanceof String text) {
                return OptionalLong.of(Long.parseLong(text.strip()));
            }
        } catch (ArithmeticException | NumberFormatException e) {
            throw new MalformedMessageException(name + " must be a whole number");
        }
        throw new MalformedMessageException(name + " must be a whole number");
    }

    /**
     * Returns a whole number that must be there.
     *
     * @throws MalformedMessageException when it is missing or something else
     */
    public long requireWhole(String name) {
        return whole(name).orElseThrow(() -> missing(name));
    }

    /**
     * Returns a boolean; a missing one is false.
     *
     * @throws MalformedMessageException when the field is something else
     */
    public boolean flag(String name) {
        Object value = fields.get(name);
        if (value == null || value instanceof Boolean) {
            return Boolean.TRUE.equals(value);
        }
        throw new MalformedMessageException(name + " must be true or false");
    }

    /**
     * Returns a list of texts.
     *
     * @throws MalformedMessageException when the field is something else
     */
    public Optional<List<String>> texts(String name) {
        Object value = fields.get(name);
        if (value == null) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object element : list) {
                if (!(element instanceof String text)) {
                    throw new MalformedMessageException(name + " must be a list of texts");
                }
                texts.add(storable(name, text));
            }
            return Optional.of(List.copyOf(texts));
        }
        throw new MalformedMessageException(name + " must be a list of texts");
    }

    /**
     * Returns a list of objects that must be there.
     *
     * @throws MalformedMessageException when it is missing or something else
     */
    public List<JsonObject> requireObjects(String name) {
        List<JsonObject> objects = new ArrayList<>();
        if (fields.get(name) instanceof List<?> list) {
            for (Object element : list) {
                if (!(element instanceof JsonObject object)) {
                    throw new MalformedMessageException(name + " must be a list of objects");
                }
                objects.add(object);
            }
            return List.copyOf(objects);
        }
        throw missing(name);
    }

    Map<String, @Nullable Object> fields() {
        return fields;
    }

    /** Shows the names of the fields only: values may be secret. */
    @Override
    public String toString() {
        return "JSON object with " + fields.keySet();
    }

    private static MalformedMessageException missing(String name) {
        return new MalformedMessageException(name + " required");
    }

    private static String storable(String name, String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == 0) {
                throw new MalformedMessageException(name + " must not contain a NUL character");
            }
            if (Character.isSurrogate(unit)) {
                boolean pair = Character.isHighSurrogate(unit)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw new MalformedMessageException(name + " is not valid Unicode text");
                }
                i++;
            }
        }
        return text;
    }

    /** A number as it was written. */
    record JsonNumber(String token) {}
}
