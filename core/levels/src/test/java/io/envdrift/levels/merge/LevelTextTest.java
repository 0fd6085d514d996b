package io.envdrift.levels.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.levels.protocol.LevelPath;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LevelTextTest {
    private static final LevelPath LEVEL = LevelPath.parse("acme/backend/production");
    private static final LevelPath OTHER = LevelPath.parse("acme/backend/staging");

    /** W5: a level cannot be served in the place of another. */
    @Test
    void aBoundTextBelongsToItsLevel() {
        String text = "A=1\n# note\nB=2";
        String bound = BindingLine.bind(LEVEL, text);

        assertThat(BindingLine.unbind(LEVEL, bound, true)).isEqualTo(text);
        assertThat(BindingLine.bind(LEVEL, bound)).isEqualTo(bound);
        assertThat(LevelText.parse(LEVEL, bound)).hasSize(2);
        assertThatThrownBy(() -> BindingLine.unbind(OTHER, bound, false)).hasMessageContaining("another level");
        assertThatThrownBy(() -> BindingLine.unbind(LevelPath.parse("acme/backend"), bound, false))
                .hasMessageContaining("another level");
    }

    @Test
    void onlyAStrictProjectAsksForTheLine() {
        assertThat(BindingLine.unbind(LEVEL, "A=1", false)).isEqualTo("A=1");
        assertThatThrownBy(() -> BindingLine.unbind(LEVEL, "A=1", true)).hasMessageContaining("does not say");
        assertThat(BindingLine.unbind(LEVEL, BindingLine.bind(LEVEL, ""), true)).isEmpty();
    }

    /** W5 in JSON, which has no comments: a member does it. */
    @ParameterizedTest
    @ValueSource(strings = {"{}", "{ }", "{\"A\":\"1\"}", "{\n  \"A\": \"1\",\n  \"B\": \"{\"\n}"})
    void aBoundObjectBelongsToItsLevel(String text) {
        String bound = BindingMember.bind(LEVEL, text);

        assertThat(BindingMember.unbind(LEVEL, bound)).isEqualTo(text);
        assertThat(BindingMember.unbind(LEVEL, text)).isEqualTo(text);
        assertThat(BindingMember.bind(LEVEL, bound)).isEqualTo(bound);
        assertThat(LevelContent.of(LEVEL, "json", bound).values())
                .first()
                .satisfies(value -> assertThat(value.value()).isEqualTo(LEVEL.toString()));
        assertThatThrownBy(() -> BindingMember.unbind(OTHER, bound)).hasMessageContaining("another level");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{\"_ENVDRIFT_LEVEL\":\"", "{\"_ENVDRIFT_LEVEL\":\"x"})
    void whatIsNoObjectIsNeverTakenForOne(String text) {
        assertThatThrownBy(() -> LevelContent.opened(LEVEL, "json", text, OptionalLong.empty(), true)
                        .values())
                .isInstanceOf(EnvdriftException.class);
    }

    /** W9: nothing of such a level is taken, and the message names level and line, not the text. */
    @ParameterizedTest
    @ValueSource(
            strings = {"A=1\na.b=secret\n", "A=1\nA-B=secret\n", "A=1\nMY TOKEN=secret\n", "A=1\n<<<<<<< =secret\n"})
    void aLevelThatDoesNotParseIsNamed(String text) {
        assertThatThrownBy(() -> LevelText.parse(LEVEL, text))
                .isInstanceOf(EnvdriftException.class)
                .hasMessageContaining("acme/backend/production")
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a//b", "/a", "a/", "a/b/c/d", "A", "a b", "a_b", "..", "a/secrets", "targets", "ä", "a/%2e"
            })
    void refusesWhatIsNoPath(String text) {
        assertThatThrownBy(() -> LevelPath.parse(text)).isInstanceOf(EnvdriftException.class);
    }

    @Test
    void aPathKnowsItsLevels() {
        assertThat(LEVEL.levels())
                .map(LevelPath::toString)
                .containsExactly("acme", "acme/backend", "acme/backend/production");
        assertThat(LEVEL.kind().word()).isEqualTo("environment");
    }
}
