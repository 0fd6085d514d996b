package io.envdrift.dotenv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limit is far above what a linear scan takes here, and far below what a quadratic one would. */
class LargeDocumentTest {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                " ",
                "A\n",
                "A=\n",
                "A='\n",
                "A=\"\nB='\nC=`\n",
                "A='\\'\n",
                "A='\\' \n",
                "'",
                "\\'",
                "export ",
                "export\n",
                "A=' # \\' \n",
                "#\n",
                "A: \n",
                "A=x\u2028",
                "${",
                "\r\n"
            })
    void noRepeatedTextTakesMoreThanLinearTime(String unit) {
        String text = "A='" + unit.repeat(2_000_000 / unit.length());
        assertTimeoutPreemptively(LIMIT, () -> EnvDocument.parse(text).skippedLines());
    }

    @Test
    void twentyMegabytesAreReadAndEdited() {
        String line = "SOME_NAME_%07d=\"a value of some length, as they are\" # and a comment\n";
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < 20 << 20; i++) {
            text.append(line.formatted(i));
        }
        EnvDocument document = assertTimeoutPreemptively(LIMIT, () -> EnvDocument.parse(text.toString()));
        EnvEdit edit = document.edit();
        document.assignments().forEach(each -> edit.replaceValue(each, "x"));
        EnvDocument edited = assertTimeoutPreemptively(LIMIT, edit::apply);
        assertThat(edited.assignments()).hasSameSizeAs(document.assignments());
        assertThat(edited.assignments().getLast().value()).isEqualTo("x");
    }

    @Test
    void aValueOfAMegabyteIsReadInAnyQuotes() {
        String value = "0123456789abcde\n".repeat(65_536);
        for (String quote : new String[] {"'", "\"", "`"}) {
            EnvDocument document = EnvDocument.parse("A=" + quote + value + quote);
            assertThat(document.assignments().getFirst().value()).isEqualTo(value);
        }
    }
}
