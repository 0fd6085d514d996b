package io.envdrift.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * The one reader of JSON. It takes what RFC 8259 defines and nothing beyond (no comments, no {@code NaN}, nothing after the
 * document), within limits, and refuses an object with two members of one name unless told otherwise. Readers are immutable
 * and can be shared.
 */
public final class JsonReader {
    private static final int MAX_SHOWN_NAME = 80;
    /** The byte order mark in UTF-8, which a document may begin with. */
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final JsonLimits limits;
    private final JsonFactory factory;
    private final boolean lastCounts;
    private final boolean tolerant;
    private final @Nullable Set<String> kept;

    /** Creates a strict reader. */
    public JsonReader(JsonLimits limits) {
        this(limits, factory(limits), false, false, null);
    }

    private JsonReader(
            JsonLimits limits, JsonFactory factory, boolean lastCounts, boolean tolerant, @Nullable Set<String> kept) {
        this.limits = limits;
        this.factory = factory;
        this.lastCounts = lastCounts;
        this.tolerant = tolerant;
        this.kept = kept;
    }

    private static JsonFactory factory(JsonLimits limits) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.maxDepth())
                        .maxTokenCount(limits.maxTokens())
                        .build())
                // It would take UTF-16 and UTF-32 as well.
                .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                .build();
    }

    /**
     * Returns a reader that takes the last of several members of one name, as JavaScript does. {@link JsonObject#repeated}
     * tells which they are.
     */
    public JsonReader takingTheLast() {
        return new JsonReader(limits, factory, true, tolerant, kept);
    }

    /** Returns a reader whose objects treat a member of the wrong type as missing. */
    public JsonReader tolerant() {
        return new JsonReader(limits, factory, lastCounts, true, kept);
    }

    /**
     * Returns a reader that builds only some members of the outermost object. All others are skipped, however large they
     * are, and count towards the limits of the object's members and of the text's tokens only.
     */
    public JsonReader keeping(Set<String> names) {
        return new JsonReader(limits, factory, lastCounts, tolerant, Set.copyOf(names));
    }

    /**
     * Reads an object.
     *
     * @param json a JSON document in UTF-8
     * @throws JsonException when it is anything else, or beyond the limits
     */
    public JsonObject object(byte[] json) {
        if (value(json) instanceof JsonObject object) {
            return object;
        }
        throw new JsonException("Invalid JSON: an object is needed");
    }

    /** Reads an object; see {@link #object(byte[])}. */
    public JsonObject object(String json) {
        return object(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads an object; nothing for anything else. */
    public Optional<JsonObject> find(byte[] json) {
        try {
            return value(json) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads any document.
     *
     * @return {@link JsonObject}, {@code List}, {@code String}, {@link JsonNumber}, {@code Boolean} or null
     * @throws JsonException when it is no JSON, or beyond the limits
     */
    public @Nullable Object value(byte[] json) {
        if (json.length > limits.maxBytes()) {
            throw new JsonException("Invalid JSON: longer than " + limits.maxBytes() + " bytes");
        }
        int start = startsWithMark(json) ? MARK.length : 0;
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), json, start, json.length - start)) {
            JsonToken first = parser.nextToken();
            Object value = first == JsonToken.START_OBJECT
                    ? object(parser, "the object", kept)
                    : value(parser, first, "the list");
            if (parser.nextToken() != null) {
                throw new JsonException(
                        "Invalid JSON: text after the " + (value instanceof JsonObject ? "object" : "value"));
            }
            return value;
        } catch (JacksonException e) {
            throw invalid();
        }
    }

    private static boolean startsWithMark(byte[] json) {
        return json.length >= MARK.length && Arrays.equals(json, 0, MARK.length, MARK, 0, MARK.length);
    }

    private JsonObject object(JsonParser parser, String holder, @Nullable Set<String> wanted) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        Set<String> repeated = Set.of();
        int count = 0;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            if (++count > limits.maxMembers()) {
                throw new JsonException(
                        "Invalid JSON: " + shown(holder) + " has more than " + limits.maxMembers() + " members");
            }
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (wanted != null && !wanted.contains(name)) {
                parser.skipChildren();
                continue;
            }
            if (members.containsKey(name)) {
                repeated = repeated(repeated, name);
            }
            members.put(name, value(parser, token, name));
        }
        return new JsonObject(members, repeated, tolerant);
    }

    private Set<String> repeated(Set<String> before, String name) {
        if (!lastCounts) {
            throw new JsonException("Invalid JSON: " + shown(name) + " is there more than once");
        }
        Set<String> repeated = new LinkedHashSet<>(before);
        repeated.add(name);
        return repeated;
    }

    /** Names come from outside as well. */
    private static String shown(String name) {
        return name.length() <= MAX_SHOWN_NAME ? name : name.substring(0, MAX_SHOWN_NAME) + "...";
    }

    private List<@Nullable Object> list(JsonParser parser, String holder) {
        List<@Nullable Object> elements = new ArrayList<>();
        JsonToken token = parser.nextToken();
        while (token != JsonToken.END_ARRAY) {
            if (elements.size() == limits.maxElements()) {
                throw new JsonException(
                        "Invalid JSON: " + shown(holder) + " has more than " + limits.maxElements() + " elements");
            }
            elements.add(value(parser, token, holder));
            token = parser.nextToken();
        }
        return elements;
    }

    private @Nullable Object value(JsonParser parser, @Nullable JsonToken token, String holder) {
        if (token == null) {
            throw invalid();
        }
        // Without "case null": that would make it a switch by patterns, for which JDK 25 makes some twenty classes.
        return switch (token) {
            case START_OBJECT -> object(parser, holder, null);
            case START_ARRAY -> list(parser, holder);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(parser.getString());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw invalid();
        };
    }

    private static JsonException invalid() {
        return new JsonException("Invalid JSON");
    }
}
