package io.envdrift.dotenv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.envdrift.base.EnvdriftException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameFilterTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "DB_*,             DB_USER,  true",
                "DB_*,             DB_,      true",
                "DB_*,             XDB_USER, false",
                "DB_*,             db_user,  false",
                "*,                A,        true",
                "**,               A_B,      true",
                "*_KEY,            MY_API_KEY, true",
                "A?C,              ABC,      true",
                "A?C,              AC,       false",
                "|{DB,API}_*|,     API_URL,  true",
                "|{DB,API}_*|,     APX_URL,  false",
                "|A{B,C{D,E}}F|,   ACEF,     true",
                "|A{B,C{D,E}}F|,   ACF,      false",
                "|A{,B}C|,         AC,       true",
                "|{A}|,            {A},      true",
                "|{A,B|,           |{A,B|,   true",
                "[A-C]x,           Bx,       true",
                "[A-C]x,           Dx,       false",
                "[!A-C]x,          Dx,       true",
                "[^AB]x,           Ax,       false",
                "[]],              ],        true",
                "[A,               [A,       true",
                "[A-],             -,        true",
                "!DB_*,            DB_X,     false",
                "!DB_*,            A,        true",
                "\\*,              *,        true",
                "\\*,              A,        false",
                "A,                AA,       false",
                "||,               A,        false",
                "a.b,              axb,      false",
            })
    void aPatternMatchesTheWholeName(String pattern, String name, boolean expected) {
        assertThat(Glob.of(pattern).matches(name)).isEqualTo(expected);
    }

    @Test
    void withoutPatternsEveryNamePasses() {
        assertThat(NameFilter.all().accepts("A")).isTrue();
    }

    @Test
    void anExclusionWins() {
        NameFilter filter = NameFilter.of(List.of("DB_*", "API"), List.of("*_HOST"));
        assertThat(filter.accepts("DB_PASS")).isTrue();
        assertThat(filter.accepts("API")).isTrue();
        assertThat(filter.accepts("DB_HOST")).isFalse();
        assertThat(filter.accepts("OTHER")).isFalse();
        assertThat(filter.without(List.of(Glob.of("API"))).accepts("API")).isFalse();
    }

    @Test
    void noPatternIsSlow() {
        String many = "*".repeat(500) + "x";
        String nested = "{a,*}".repeat(150);
        String deep = "{a,".repeat(300) + "b" + "}".repeat(90);
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            assertThat(Glob.of(many).matches("a".repeat(2_000))).isFalse();
            assertThat(Glob.of(nested + "x").matches("a".repeat(2_000))).isFalse();
            assertThat(Glob.of(deep).matches("a")).isFalse();
        });
    }

    @Test
    void aPatternOfAbsurdLengthIsRefused() {
        assertThatThrownBy(() -> Glob.of("*".repeat(1_001)))
                .isInstanceOf(EnvdriftException.class)
                .hasMessageContaining("1000");
    }
}
