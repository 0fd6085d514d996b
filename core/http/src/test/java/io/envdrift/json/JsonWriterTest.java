package io.envdrift.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JsonWriterTest {
    private static final JsonReader READER = new JsonReader(JsonLimits.GENEROUS);

    @Test
    void escapesWhatJsonDemandsAndNothingElse() {
        String value = "a\"b\\c/\b\t\n\f\r\u0000\u001f\u007fÄ€\uD83D\uDE00";

        String json = new JsonMembers().put("text", value).toJson();

        assertThat(json).isEqualTo("{\"text\":\"a\\\"b\\\\c/\\b\\t\\n\\f\\r\\u0000\\u001F\u007fÄ€\uD83D\uDE00\"}");
    }

    @ParameterizedTest
    @EnumSource
    void everyTextComesBack(JsonStyle style) {
        for (char unit = 1; unit < 0x300; unit++) {
            String value = unit + "x" + unit + unit;
            // Names as well: those of secrets are the users' own.
            String json = JsonWriter.text(Map.of(value, value), style);

            assertThat(READER.object(json).requireText(value)).isEqualTo(value);
        }
    }

    @Test
    void writesMembersOfAllKinds() {
        Supplier<String> later = () -> "now";
        String json = new JsonMembers()
                .put("number", -7)
                .put("flag", true)
                .putIfPresent("missing", Optional.empty())
                .putIfPresent("absent", OptionalLong.empty())
                .putIfPresent("there", OptionalLong.of(1L << 40))
                .putNullable("nothing", Optional.empty())
                .put("texts", List.of("a", "\""))
                .put("none", List.of())
                .put("objects", List.of(new JsonMembers().put("n", 1), Map.of("n", 2)))
                .put("later", later)
                .toJson();

        assertThat(json)
                .isEqualTo(
                        "{\"number\":-7,\"flag\":true,\"there\":1099511627776,\"nothing\":null,"
                            + "\"texts\":[\"a\",\"\\\"\"],\"none\":[],\"objects\":[{\"n\":1},{\"n\":2}],\"later\":\"now\"}");
        assertThat(new JsonMembers().toJson()).isEqualTo("{}");
    }

    @Test
    void aTerminalGetsPrintableAsciiWithoutANumberSign() {
        String text = "##[error] \u001b[31m \u007f \u009b \u202e \uD83D\uDE00 \uD800";

        String json = JsonWriter.text(List.of(text), JsonStyle.TERMINAL);

        assertThat(json).matches("[ -~&&[^#]]+").contains("\\u0023", "\\u001B", "\\u007F", "\\u009B", "\\u202E");
    }

    @Test
    void aPrintedDocumentEndsWithALineAndLeavesTheStreamOpen() {
        var out = new ByteArrayOutputStream() {
            private boolean closed;

            @Override
            public void close() throws IOException {
                closed = true;
                super.close();
            }
        };

        JsonWriter.print(out, Map.of("a", "ü"), JsonStyle.COMPACT);

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("{\"a\":\"ü\"}\n");
        assertThat(out.closed).isFalse();
    }

    @Test
    void halfASurrogatePairIsEscapedInBytesWhichComesBack() {
        byte[] json = JsonWriter.bytes(Map.of("a", "x\uD800y\uDC00\uD83D\uDE00"));

        assertThat(new String(json, StandardCharsets.UTF_8)).isEqualTo("{\"a\":\"x\\uD800y\\uDC00\uD83D\uDE00\"}");
        assertThat(READER.object(json).members()).containsEntry("a", "x\uD800y\uDC00\uD83D\uDE00");
    }

    @Test
    void whatHasNoFormInJsonIsRefusedByItsTypeOnly() {
        assertThatThrownBy(() -> JsonWriter.text(new StringBuffer("s3cret")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void membersShowNoValue() {
        assertThat(new JsonMembers().put("token", "s3cret")).hasToString("JSON object with [token]");
    }
}
