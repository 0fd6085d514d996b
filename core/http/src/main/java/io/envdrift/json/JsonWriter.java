package io.envdrift.json;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * The one writer of JSON. It writes trees of maps, lists, texts, numbers, booleans, nulls, {@link JsonMembers}, {@link PlainText}, and suppliers
 * of these, in the order that they have.
 */
public final class JsonWriter {
    private static final JsonFactory PLAIN =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private JsonWriter() {}

    /** Returns a value as JSON on one line, without spaces. */
    public static String text(@Nullable Object value) {
        return text(value, JsonStyle.COMPACT);
    }

    /**
     * Returns a value as JSON.
     *
     * @throws IllegalArgumentException when something in it has no form in JSON
     */
    public static String text(@Nullable Object value, JsonStyle style) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = generator(text, style)) {
            write(json, value);
        }
        return text.toString();
    }

    /**
     * Returns a value as JSON on one line in UTF-8, without spaces. Half a surrogate pair, which has no form in UTF-8, is
     * escaped.
     *
     * @throws IllegalArgumentException when something in it has no form in JSON
     */
    public static byte[] bytes(@Nullable Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        send(bytes, value, JsonStyle.COMPACT, "");
        return bytes.toByteArray();
    }

    /**
     * Writes a value and a line end in UTF-8. Half a surrogate pair is escaped. The stream is flushed and stays open.
     *
     * @throws IllegalArgumentException when something in it has no form in JSON
     */
    public static void print(OutputStream out, @Nullable Object value, JsonStyle style) {
        send(out, value, style, "\n");
    }

    static void send(OutputStream out, @Nullable Object value, JsonStyle style, String end) {
        try (JsonGenerator json = factory(style).createGenerator(context(style), out)) {
            write(json, value);
            json.writeRaw(end);
        }
    }

    private static JsonGenerator generator(Writer out, JsonStyle style) {
        return factory(style).createGenerator(context(style), out);
    }

    private static JsonFactory factory(JsonStyle style) {
        return style == JsonStyle.TERMINAL ? Terminal.FACTORY : PLAIN;
    }

    private static ObjectWriteContext context(JsonStyle style) {
        return style == JsonStyle.INDENTED ? new Indented() : ObjectWriteContext.empty();
    }

    private static void write(JsonGenerator json, @Nullable Object value) {
        switch (value) {
            case null -> json.writeNull();
            case String text -> json.writeString(text);
            case PlainText plain -> write(json, plain);
            case JsonTemplate.Gap gap -> gap.leave(json);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Boolean flag -> json.writeBoolean(flag);
            case JsonMembers members -> write(json, members.tree());
            case Map<?, ?> map -> {
                json.writeStartObject();
                map.forEach((name, inner) -> {
                    json.writeName(String.valueOf(name));
                    write(json, inner);
                });
                json.writeEndObject();
            }
            case List<?> list -> {
                json.writeStartArray();
                list.forEach(inner -> write(json, inner));
                json.writeEndArray();
            }
            case Supplier<?> later -> write(json, later.get());
            default -> throw new IllegalArgumentException("no JSON form for " + value.getClass());
        }
    }

    private static void write(JsonGenerator json, PlainText plain) {
        if (json.streamWriteOutputTarget() instanceof OutputStream) {
            byte[] bytes = plain.text().getBytes(StandardCharsets.US_ASCII);
            json.writeRawUTF8String(bytes, 0, bytes.length);
        } else {
            json.writeString(plain.text());
        }
    }

    /** Made when it is first needed only. */
    private static final class Terminal {
        static final JsonFactory FACTORY = JsonFactory.builder()
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .characterEscapes(new Escapes())
                .build();
    }

    private static final class Indented extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
        }
    }

    private static final class Escapes extends CharacterEscapes {
        private static final long serialVersionUID = 1L;
        private static final int DELETE = 0x7f;

        private final int[] codes = standardAsciiEscapesForJSON();

        Escapes() {
            codes['#'] = ESCAPE_STANDARD;
            codes[DELETE] = ESCAPE_STANDARD;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return codes.clone();
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int codePoint) {
            return null;
        }
    }
}
