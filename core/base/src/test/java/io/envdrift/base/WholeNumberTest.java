package io.envdrift.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WholeNumberTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "7, 7",
        "-7, -7",
        "-0, 0",
        "007, 7",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808"
    })
    void readsAsciiDigits(String text, long number) {
        assertThat(WholeNumber.of(text)).isEqualTo(OptionalLong.of(number));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+1",
                "--1",
                " 1",
                "1 ",
                "1\n",
                "1.0",
                "1e2",
                "0x1",
                "1_000",
                "x",
                "9223372036854775808",
                "-9223372036854775809",
                "\u0661", // Arabic-Indic
                "1\u0662",
                "\u06F1", // extended Arabic-Indic
                "\u0967", // Devanagari
                "\u09E7", // Bengali
                "\u0E51", // Thai
                "\uFF11", // full width
                "\uD835\uDFCF", // mathematical
                "\u00B2", // superscript
                "\u2460", // circled
                "\u2212" + "1" // minus sign
            })
    void nothingElseIsANumber(String text) {
        assertThat(WholeNumber.of(text)).isEmpty();
    }

    @Test
    void boundsAreIncluded() {
        assertThat(WholeNumber.within("1", 1, 3)).hasValue(1);
        assertThat(WholeNumber.within("3", 1, 3)).hasValue(3);
        assertThat(WholeNumber.within("0", 1, 3)).isEmpty();
        assertThat(WholeNumber.within("4", 1, 3)).isEmpty();
        assertThat(WholeNumber.within("\u0662", 1, 3)).isEmpty();
    }
}
