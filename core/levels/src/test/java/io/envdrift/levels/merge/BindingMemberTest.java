package io.envdrift.levels.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.levels.protocol.LevelPath;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is bound to a level comes back as it was. */
class BindingMemberTest {
    private static final LevelPath LEVEL = LevelPath.parse("app/backend");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{}\n",
                "{ }\n",
                "{\"A\":\"1\"}",
                "{\n  \"A\": \"1\"\n}\n",
                "{\r\n  \"A\": \"1\"\r\n}\r\n\r\n",
                "{\"A\":\"1\"} \t"
            })
    void theTextOfAnObjectComesBackAsItWas(String text) {
        String bound = BindingMember.bind(LEVEL, text);
        assertThat(bound).startsWith("{\"_ENVDRIFT_LEVEL\":\"app/backend\"");
        assertThat(BindingMember.unbind(LEVEL, bound)).isEqualTo(text);
        assertThat(BindingMember.bind(LEVEL, bound)).isEqualTo(bound);
    }
}
