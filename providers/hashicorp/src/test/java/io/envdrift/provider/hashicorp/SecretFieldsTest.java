package io.envdrift.provider.hashicorp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class SecretFieldsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"value\":\"abc\"} | abc",
                "{\"value\":\"\"} | ``",
                "{\"value\":123} | 123",
                "{\"value\":1.10} | 1.10",
                "{\"value\":true} | true",
                "{\"value\":[1,\"a\"]} | [1,\"a\"]",
                "{\"value\":{\"a\":1}} | {\"a\":1}",
                "{\"value\":\"{\\\"a\\\":1}\"} | {\"a\":1}",
                "{\"DOTENV_PRIVATE_KEY_PRODUCTION\":\"abc\"} | DOTENV_PRIVATE_KEY_PRODUCTION=abc",
                "{\"DOTENV_PRIVATE_KEY\":\"abc\"} | DOTENV_PRIVATE_KEY=abc",
                "{\"DOTENV_PRIVATE_KEY_A\":\"abc\",\"note\":\"x\"} | DOTENV_PRIVATE_KEY_A=abc",
                "{\"DOTENV_PRIVATE_KEY_A\":\"abc\",\"DOTENV_PRIVATE_KEY_B\":1} | DOTENV_PRIVATE_KEY_A=abc",
                "{\"DOTENV_PRIVATE_KEY_A\":1} | {\"DOTENV_PRIVATE_KEY_A\":1}",
                "{\"DOTENV_PRIVATE_KEY_A\":\"1\",\"DOTENV_PRIVATE_KEY_B\":\"2\"}"
                        + " | {\"DOTENV_PRIVATE_KEY_A\":\"1\",\"DOTENV_PRIVATE_KEY_B\":\"2\"}",
                "{\"value\":\"abc\",\"note\":\"x\"} | {\"value\":\"abc\",\"note\":\"x\"}",
                "{\"dotenv_private_key_a\":\"abc\"} | {\"dotenv_private_key_a\":\"abc\"}",
                "{\"n\":12345678901234567890.123456789} | {\"n\":12345678901234567890.123456789}",
                "{} | {}",
            })
    void aMapIsReadAsOneText(String stored, String text) {
        assertThat(fields(stored).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | abc | {\"value\":\"abc\"}",
                "{\"value\":\"old\"} | abc | {\"value\":\"abc\"}",
                "{\"value\":7} | abc | {\"value\":\"abc\"}",
                "{\"note\":\"x\",\"n\":1.50} | abc | {\"note\":\"x\",\"n\":1.50,\"value\":\"abc\"}",
                "{\"value\":\"old\",\"note\":\"x\"} | K=abc | {\"value\":\"K=abc\",\"note\":\"x\"}",
                "{} | DOTENV_PRIVATE_KEY_A=abc | {\"value\":\"DOTENV_PRIVATE_KEY_A=abc\"}",
                "{\"DOTENV_PRIVATE_KEY_A\":\"old\"} | DOTENV_PRIVATE_KEY_A=abc | {\"DOTENV_PRIVATE_KEY_A\":\"abc\"}",
                "{\"DOTENV_PRIVATE_KEY_a\":\"old\"} | DOTENV_PRIVATE_KEY_A=abc | {\"DOTENV_PRIVATE_KEY_a\":\"abc\"}",
                "{\"DOTENV_PRIVATE_KEY_A\":\"old\"} | DOTENV_PRIVATE_KEY_B=b,c"
                        + " | {\"DOTENV_PRIVATE_KEY_A\":\"old\",\"DOTENV_PRIVATE_KEY_B\":\"b,c\"}",
                "{\"DOTENV_PRIVATE_KEY\":\"old\",\"x\":null} | DOTENV_PRIVATE_KEY=abc"
                        + " | {\"DOTENV_PRIVATE_KEY\":\"abc\",\"x\":null}",
            })
    void anotherTextGoesWhereItIsReadFromAndLeavesTheRest(String stored, String text, String expected) {
        SecretFields old = fields(stored);

        assertThat(json(old.with(text).orElseThrow())).isEqualTo(expected);
        assertThat(json(old)).as("what was read").isEqualTo(stored);
    }

    @ParameterizedTest
    @CsvSource({"abc", "DOTENV_PRIVATE_KEY_A", "X=DOTENV_PRIVATE_KEY_A=b"})
    void aTextThatNamesNoneOfTheKeysIsRefused(String text) {
        assertThat(fields("{\"DOTENV_PRIVATE_KEY_A\":\"old\"}").with(text)).isEmpty();
    }

    @Test
    void severalLinesAreNoKeyLine() {
        assertThat(fields("{\"DOTENV_PRIVATE_KEY_A\":\"old\"}").with("DOTENV_PRIVATE_KEY_A=a\nX=b"))
                .isEmpty();
    }

    @Test
    void theTextFormShowsNoField() {
        assertThat(fields("{\"value\":\"canary\"}")).asString().doesNotContain("canary", "value");
    }

    private static SecretFields fields(String json) {
        return new SecretFields((ObjectNode) SecretFields.JSON.readTree(json));
    }

    private static String json(SecretFields fields) {
        return SecretFields.JSON.writeValueAsString(fields.fields());
    }
}
