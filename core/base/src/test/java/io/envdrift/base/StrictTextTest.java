package io.envdrift.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ä€😀", "\uFEFFmarked", "\u0000", "\uFFFD", "😀😀\uFFFD"})
    void textComesBackWhole(String text) {
        assertThat(StrictText.encode(text)).hasValue(text.getBytes(StandardCharsets.UTF_8));
        assertThat(StrictText.decode(text.getBytes(StandardCharsets.UTF_8))).hasValue(text);
        assertThat(StrictText.isEncodable(text)).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"80", "ff", "61c3", "c0af", "eda080", "f4908080", "f09f98", "e282", "efbfbdff"})
    void malformedBytesAreNoText(String hex) {
        assertThat(StrictText.decode(HexFormat.of().parseHex(hex))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0xD83D, 0xDE00})
    void halfASurrogatePairHasNoBytes(int half) {
        for (String text : new String[] {
            "a" + (char) half + "b", "a" + (char) half, "" + (char) half + (char) half, "😀😀" + (char) half + "😀"
        }) {
            assertThat(StrictText.encode(text)).isEmpty();
            assertThat(StrictText.isEncodable(text)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fffe6100", "feff0061"})
    void otherCharsetsAreReadAsStrictly(String hex) {
        assertThat(StrictText.decode(HexFormat.of().parseHex(hex), StandardCharsets.UTF_16))
                .hasValue("a");
        assertThat(StrictText.decode(HexFormat.of().parseHex("fffe3dd8"), StandardCharsets.UTF_16))
                .isEmpty();
    }

    @Test
    void decodingLeavesTheBytesAlone() {
        byte[] bytes = "secret".getBytes(StandardCharsets.UTF_8);

        StrictText.decode(bytes);

        assertThat(bytes).asString(StandardCharsets.UTF_8).isEqualTo("secret");
    }
}
