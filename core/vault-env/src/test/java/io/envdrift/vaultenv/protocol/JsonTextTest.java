package io.envdrift.vaultenv.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    @Test
    void escapesWhatJsonDemandsAndNothingElse() {
        String value = "a\"b\\c/\b\t\n\f\r\u0000\u001f\u007fÄ€\uD83D\uDE00";

        String json = new JsonText().put("text", value).end();

        assertThat(json).isEqualTo("{\"text\":\"a\\\"b\\\\c/\\b\\t\\n\\f\\r\\u0000\\u001F\u007fÄ€\uD83D\uDE00\"}");
    }

    @Test
    void everyTextComesBack() {
        for (char unit = 1; unit < 0x300; unit++) {
            String value = unit + "x" + unit + unit;
            // Names as well: those of secrets are the users' own.
            String json = new JsonText().put(value, value).end();

            assertThat(JsonObject.parse(json).requireText(value)).isEqualTo(value);
        }
    }

    @Test
    void writesFieldsOfAllKinds() {
        String json = new JsonText()
                .put("number", -7)
                .put("flag", true)
                .putIfPresent("missing", Optional.empty())
                .putIfPresent("absent", OptionalLong.empty())
                .putNullable("nothing", Optional.empty())
                .putTexts("texts", List.of("a", "\""))
                .putTexts("none", List.of())
                .putObjects("objects", List.of(1, 2), number -> "{\"n\":" + number + "}")
                .end();

        assertThat(json)
                .isEqualTo("{\"number\":-7,\"flag\":true,\"nothing\":null,\"texts\":[\"a\",\"\\\"\"],\"none\":[],"
                        + "\"objects\":[{\"n\":1},{\"n\":2}]}");
        assertThat(new JsonText().end()).isEqualTo("{}");
    }
}
