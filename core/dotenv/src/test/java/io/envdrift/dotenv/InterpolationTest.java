package io.envdrift.dotenv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterpolationTest {
    private static final String SCOPE = "A=one\nEMPTY=\na.b=dotted\n";

    /** All but the commented ones checked against dotenvx get. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "$A,                    one",
                "${A},                  one",
                "x${A}y$A,              xoneyone",
                "$A-B,                  one-B",
                "$A.b,                  one.b",
                "${a.b},                dotted",
                "$UNSET,                ||",
                "${UNSET:-d},           d",
                "${UNSET-d},            d",
                "${EMPTY:-d},           d",
                "${EMPTY-d},            ||",
                "${A:-d},               one",
                "${A:+s},               s",
                "${A+s},                s",
                "${EMPTY:+s},           ||",
                "${EMPTY+s},            s",
                "${UNSET+s},            ||",
                "${UNSET:-${A}},        one",
                "${UNSET:-${V:-x}},     x",
                "${A:+${UNSET:-k}},     k",
                "${UNSET:-a:-b},        a:-b",
                "${UNSET:-b}c},         bc}",
                "${UNSET:-$},           $",
                "${UNSET:-},            ||",
                "\\$A,                  $A",
                "\\${A},                ${A}",
                "\\\\$A,                \\$A",
                "${UNSET:-\\$A},        $A",
                "a\\b,                  a\\b",
                "a$1b,                  a$1b",
                "abc$,                  abc$",
                "${},                   ${}",
                "${A,                   ${A",
                "pa$$A,                 pa$one",
                "$(echo no),            $(echo no)",
                "$(exit 3)$A,           $(exit 3)one",
                // Forms of other shells stay visible, where dotenvx drops them.
                "${A:?no},              ${A:?no}",
                "${ A },                ${ A }",
                "${A:=x},               ${A:=x}",
            })
    void expandsReferences(String value, String expected) {
        assertThat(resolve(SCOPE + "R=`" + value + "`\n", Map.of(), false)).containsEntry("R", expected);
    }

    @Test
    void expandsInEveryPlaceButSingleQuotes() {
        Map<String, String> resolved =
                resolve("A=1\nN=$A\nD=\"$A\"\nB=`$A`\nS='$A ${A} $(echo no) \\$'\n", Map.of(), false);
        assertThat(resolved)
                .containsEntry("N", "1")
                .containsEntry("D", "1")
                .containsEntry("B", "1")
                .containsEntry("S", "$A ${A} $(echo no) \\$");
    }

    @Test
    void onlyEarlierLinesAreSeenSoNothingCanGoRound() {
        Map<String, String> resolved = resolve("B=`$A`\nA=1\nC=$A\nA=$A$A\nD=$D$A\n", Map.of(), false);
        assertThat(resolved).containsExactlyInAnyOrderEntriesOf(Map.of("B", "", "A", "11", "C", "1", "D", "11"));
    }

    @Test
    void theEnvironmentComesBeforeTheFileUnlessTheFileOverridesIt() {
        Map<String, String> environment = Map.of("A", "env", "PATH", "/bin");
        String text = "A=file\nB=$A\nP=/opt:$PATH\n";
        assertThat(resolve(text, environment, false))
                .containsExactlyInAnyOrderEntriesOf(Map.of("A", "env", "B", "env", "P", "/opt:/bin"));
        assertThat(resolve(text, environment, true))
                .containsExactlyInAnyOrderEntriesOf(Map.of("A", "file", "B", "file", "P", "/opt:/bin"));
    }

    /** Replacement patterns of JavaScript and names of its objects mean nothing here. */
    @Test
    void insertsValuesAsTheyAre() {
        String text = "B='a$$b$&c$1\\$x'\nA=x${B}y\n__proto__=p\nconstructor=c\nhasOwnProperty=h\n"
                + "C=$__proto__${constructor}$hasOwnProperty$toString\n";
        assertThat(resolve(text, Map.of(), false))
                .containsEntry("A", "xa$$b$&c$1\\$xy")
                .containsEntry("__proto__", "p")
                .containsEntry("C", "pch");
    }

    @Test
    void keepsTheOrderOfFirstLinesAndTheValueOfTheLast() {
        assertThat(resolve("2=b\nA=1\n1=a\nA=2\n", Map.of(), false).entrySet())
                .extracting(Object::toString)
                .containsExactly("2=b", "A=2", "1=a");
    }

    @Test
    void textThatDoublesWithEachLineIsStopped() {
        StringBuilder text = new StringBuilder("A0=ha\n");
        for (int i = 1; i < 60; i++) {
            text.append("A%d=${A%d}${A%d}\n".formatted(i, i - 1, i - 1));
        }
        assertFails(text.toString(), "too much text");
    }

    @Test
    void defaultsNestedTooDeepAreStopped() {
        String nested = "${U:-".repeat(20) + "x" + "}".repeat(20);
        assertThat(resolve("A=" + nested, Map.of(), false)).containsEntry("A", "x");
        assertFails("A=" + "${U:-".repeat(10_000) + "x" + "}".repeat(10_000), "too deep");
    }

    @Test
    void bracesThatAreNeverClosedTakeLinearTime() {
        String open = "${U:-".repeat(200_000);
        assertThat(resolve("A=" + open, Map.of(), false)).containsEntry("A", open);
    }

    private static void assertFails(String text, String message) {
        assertThatThrownBy(() -> resolve(text, Map.of(), false)).isInstanceOfSatisfying(EnvdriftException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.INTERPOLATION);
            assertThat(e).hasMessageContaining(message);
        });
    }

    private static Map<String, String> resolve(String text, Map<String, String> environment, boolean override) {
        List<RawValue> values = new ArrayList<>();
        EnvDocument.parse(text)
                .assignments()
                .forEach(each -> values.add(new RawValue(each.name(), each.value(), each.quote() == Quote.SINGLE)));
        return Interpolation.resolve(values, environment, override);
    }
}
