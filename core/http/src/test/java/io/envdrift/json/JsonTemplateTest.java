package io.envdrift.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTemplateTest {
    @Test
    void aCopyIsWhatTheWriterWrites() {
        for (String before : List.of("", "a", "Ä€\uD83D\uDE00\ud800\"", "x".repeat(20_000))) {
            JsonTemplate template = JsonTemplate.of(value -> form(before, value));

            for (Object value : List.of("", "2026-11-30", "\"\\\n€", 7L, true, List.of(1, "b"), new JsonMembers())) {
                assertThat(template.with(value)).isEqualTo(form(before, value).toBytes());
            }
        }
    }

    @Test
    void theValueMayBeFirstOrLast() {
        JsonTemplate first =
                JsonTemplate.of(value -> new JsonMembers().put("time", value).put("b", 1));
        JsonTemplate only = JsonTemplate.of(value -> new JsonMembers().put("time", value));

        assertThat(first.with("now")).asString(StandardCharsets.UTF_8).isEqualTo("{\"time\":\"now\",\"b\":1}");
        assertThat(only.with(1)).asString(StandardCharsets.UTF_8).isEqualTo("{\"time\":1}");
        assertThat(only.length()).isEqualTo("{\"time\":}".length());
    }

    @Test
    void aFormWithoutAGapIsNone() {
        assertThatThrownBy(() -> JsonTemplate.of(value -> new JsonMembers()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itsTextShowsNoContent() {
        assertThat(JsonTemplate.of(value -> form("geheim", value)).toString()).doesNotContain("geheim");
    }

    private static JsonMembers form(String text, Object value) {
        return new JsonMembers()
                .put("data", new JsonMembers().put(text, text))
                .put(
                        "meta",
                        new JsonMembers()
                                .put("format", "env")
                                .put("time", value)
                                .put("list", List.of(text)));
    }
}
