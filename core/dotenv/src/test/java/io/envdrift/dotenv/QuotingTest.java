package io.envdrift.dotenv;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotingTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "plain,        NONE,     plain",
                "a b,          NONE,     a b",
                "a#b,          NONE,     'a#b'",
                "a#b,          DOUBLE,   \"a#b\"",
                "|  a|,        NONE,     '  a'",
                "|  a|,        BACKTICK, `  a`",
                "a\\nb,        NONE,     'a\\nb'",
                "a\\nb,        DOUBLE,   \"a\\nb\"",
                "a\\\\nb,      DOUBLE,   'a\\\\nb'",
                "a\\\\nb,      BACKTICK, `a\\\\nb`",
                "a'\\nb,       SINGLE,   \"a'\\nb\"",
                "a'#\"\\nb,    SINGLE,   `a'#\"\\nb`",
                "it's,         SINGLE,   'it's'",
                "a\\rb,        NONE,     \"a\\\\rb\"",
                "a\\r\\nb,     SINGLE,   \"a\\\\r\\\\nb\"",
                "x\\\\,        SINGLE,   'x\\\\'",
            })
    void keepsTheQuotesThatAreThereOrTakesTheFirstThatHoldTheValue(String value, Quote present, String expected) {
        assertThat(Quoting.of(value.translateEscapes(), present).orElseThrow().written("\n"))
                .isEqualTo(expected.translateEscapes());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {"x\\,SINGLE,NONE", "|\"x|,NONE,SINGLE", "it's,SINGLE,DOUBLE", "||,NONE,SINGLE", "plain,NONE,NONE"})
    void canAvoidWhatDependsOnTheTextBehind(String value, Quote present, Quote expected) {
        if (value.endsWith("\\")) {
            assertThat(Quoting.ofAnywhere(value, present)).isEmpty();
        } else {
            assertThat(Quoting.ofAnywhere(value, present).orElseThrow().quote()).isEqualTo(expected);
        }
    }

    @Test
    void tellsWhenNoQuotesCanHoldAValue() {
        assertThat(Quoting.of("'\n\"\n`\n", Quote.DOUBLE)).isEmpty();
        assertThat(Quoting.of("a\r\"\n'#`", Quote.DOUBLE)).isEmpty();
    }

    @Test
    void writesTheLineEndsOfItsPlace() {
        assertThat(Quoting.of("a\nb", Quote.DOUBLE).orElseThrow().written("\r\n"))
                .isEqualTo("\"a\r\nb\"");
    }

    @Test
    void doesNotPrintTheValue() {
        assertThat(Quoting.of("secret", Quote.NONE).orElseThrow()).asString().doesNotContain("secret");
    }
}
