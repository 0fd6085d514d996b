package io.envdrift.levels.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.dotenv.RawValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolverTest {
    private static final Map<String, String> NONE = Map.of();

    private static Resolved resolve(Map<String, String> values, Map<String, String> environment) {
        List<RawValue> raw = new ArrayList<>();
        values.forEach((name, value) -> raw.add(new RawValue(name, value, false)));
        return Resolver.resolve(raw, environment);
    }

    /** One value, beside A=1, EMPTY= and DOLLAR=p$HOME; HOME is a variable of the process. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "a${A}b, a1b",
                "$A$A, 11",
                "$A.x, 1.x",
                "$Ax, $Ax",
                "${A:-d}, 1",
                "${EMPTY:-d}, d",
                "${NONE:-}, ``",
                "${NONE:-${NONE2:-${A}}}, 1",
                "${NONE:-{}}, {}",
                "${A:+x${A}}, x1",
                "${EMPTY:+x}, ``",
                "${A:?m}, 1",
                "${DOLLAR}, p$HOME",
                "${HOME}, ${HOME}",
                "\\$A, \\$A",
                "\\\\$A, \\\\$A",
                "$$A, $1",
                "$$$A, $$1",
                "${A, ${A",
                "${}, ${}",
                "${A-d}, ${A-d}",
                "${A:=d}, ${A:=d}",
                "$, $",
                "$5, $5",
                "$(id), $(id)",
                "`${NONE:-a b}`, a b"
            })
    void resolves(String value, String expected) {
        Map<String, String> values =
                new LinkedHashMap<>(Map.of("A", "1", "EMPTY", "", "DOLLAR", "p$HOME", "VALUE", value));
        assertThat(resolve(values, NONE).values()).containsEntry("VALUE", expected);
    }

    /** W16: variables of whoever pulls are inserted only when asked for, and the set wins over them. */
    @Test
    void takesVariablesOfTheProcessOnlyWhenAsked() {
        Map<String, String> values = Map.of("X", "${HOME}", "Y", "${PATH:-none}", "PATH", "");
        assertThat(resolve(values, NONE).values()).containsEntry("X", "${HOME}").containsEntry("Y", "none");
        assertThat(resolve(values, Map.of("HOME", "/h", "PATH", "/bin")).values())
                .containsEntry("X", "/h")
                .containsEntry("Y", "none");
    }

    @Test
    void saysTheWholeCycleAndWhoDependsOnIt() {
        Resolved resolved = resolve(
                new LinkedHashMap<>(Map.of("A", "${B}", "B", "${C}", "C", "${A}", "D", "x${A}", "E", "1")), NONE);
        assertThat(resolved.values()).isEqualTo(Map.of("E", "1"));
        assertThat(resolved.problems().keySet()).containsExactlyInAnyOrder("A", "B", "C", "D");
        assertThat(resolved.problems().get("A"))
                .startsWith("circular reference: ")
                .contains("A", "B", "C", " -> ");
    }

    @Test
    void aValueThatNamesItselfIsACycle() {
        assertThat(resolve(Map.of("PATH", "${PATH}:/x"), NONE).problems())
                .isEqualTo(Map.of("PATH", "circular reference: PATH -> PATH"));
    }

    @Test
    void literalValuesStayAsTheyAre() {
        List<RawValue> raw = List.of(new RawValue("A", "1", false), new RawValue("X", "${A}", true));
        assertThat(Resolver.resolve(raw, NONE).values()).containsEntry("X", "${A}");
    }

    @Test
    void aChainOfTenThousandNeedsNoDeepStack() {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < 10_000; i++) {
            values.put("N" + i, "${N" + (i + 1) + "}");
        }
        values.put("N10000", "end");
        assertThat(resolve(values, NONE).values()).containsEntry("N0", "end");
    }

    @Test
    void aFewValuesCannotFillTheMemory() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("N0", "x".repeat(1000));
        for (int i = 1; i < 40; i++) {
            values.put("N" + i, "${N" + (i - 1) + "}${N" + (i - 1) + "}");
        }
        assertThat(resolve(values, NONE).problems().get("N39")).isNotNull();
    }

    @Property(tries = 300)
    void everyTextIsResolvedOrNamed(
            @ForAll @Size(max = 6)
                    List<
                                    @CharRange(from = 'A', to = 'C') @CharRange(from = '$', to = '$')
                                    @CharRange(from = '{', to = '}') @CharRange(from = ':', to = '?')
                                    @CharRange(from = '+', to = '-') @CharRange(from = '\\', to = '\\')
                                    @StringLength(max = 12) String>
                            texts) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            values.put(Character.toString('A' + i), texts.get(i));
        }
        Resolved resolved = resolve(values, NONE);
        assertThat(resolved.values().size() + resolved.problems().size()).isEqualTo(values.size());
        values.forEach((name, value) -> {
            if (value.indexOf('$') < 0) {
                assertThat(resolved.values()).containsEntry(name, value);
            }
        });
    }

    @Test
    void whatIsRequiredIsToldAsItWasWrittenWithoutTheValuesInIt() {
        Resolved resolved = resolve(Map.of("PW", "c4n4ry", "A", "${NOPE:?see ${PW} and $PW}", "B", "${NOPE:?}"), NONE);
        assertThat(resolved.problems())
                .isEqualTo(Map.of("A", "NOPE is required: see ${PW} and $PW", "B", "NOPE is required"));
    }
}
