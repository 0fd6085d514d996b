package io.envdrift.sync;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/** Reads the text fields of a JSON object; what is nested or no text is left out. */
final class JsonFields {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonFields() {}

    /**
     * Reads the top level of an object.
     *
     * @return name to text; empty map for an array or a scalar; nothing when the text is no JSON document
     */
    static Optional<Map<String, String>> parse(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = FACTORY.createParser(tools.jackson.core.ObjectReadContext.empty(), text)) {
            boolean object = parser.nextToken() == JsonToken.START_OBJECT;
            if (object) {
                readFields(parser, fields);
            } else {
                parser.skipChildren();
            }
            return parser.nextToken() == null ? Optional.of(fields) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static void readFields(JsonParser parser, Map<String, String> fields) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_STRING) {
                if (fields.put(name, parser.getString()) != null) {
                    // Two fields of one name: which is meant cannot be known, so neither counts.
                    fields.put(name, "");
                }
            } else {
                parser.skipChildren();
            }
        }
    }
}
