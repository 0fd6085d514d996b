package io.envdrift.vaultenv.protocol;

import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes one JSON object without spaces, as {@code JSON.stringify} does. */
final class JsonText {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final StringWriter text = new StringWriter();
    private final JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text);

    JsonText() {
        generator.writeStartObject();
    }

    JsonText put(String name, String value) {
        generator.writeStringProperty(name, value);
        return this;
    }

    JsonText put(String name, long value) {
        generator.writeNumberProperty(name, value);
        return this;
    }

    JsonText put(String name, boolean value) {
        generator.writeBooleanProperty(name, value);
        return this;
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
        value.ifPresentOrElse(present -> put(name, present), () -> generator.writeNullProperty(name));
        return this;
    }

    JsonText putTexts(String name, List<String> values) {
        generator.writeName(name);
        writeTexts(generator, values);
        return this;
    }

    /** Writes a list of objects, each given as the text of a JSON object. */
    <T> JsonText putObjects(String name, List<T> values, Function<T, String> toJson) {
        generator.writeName(name);
        generator.writeStartArray();
        for (T value : values) {
            generator.writeRawValue(toJson.apply(value));
        }
        generator.writeEndArray();
        return this;
    }

    /** Ends the object and returns its text. */
    String end() {
        generator.writeEndObject();
        generator.close();
        return text.toString();
    }

    /** Returns a list of texts as JSON. */
    static String array(List<String> values) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            writeTexts(generator, values);
        }
        return text.toString();
    }

    private static void writeTexts(JsonGenerator generator, List<String> values) {
        generator.writeStartArray();
        for (String value : values) {
            generator.writeString(value);
        }
        generator.writeEndArray();
    }
}
