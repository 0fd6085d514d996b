package io.envdrift.dotenv;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentMergeTableTest {
    /** Lines are separated by {@code |}. */
    @ParameterizedTest
    @CsvSource(emptyValue = "", textBlock = """
        # base,        one,              other,            merged
        A=1|B=2,       A=9|B=2,          A=1|B=3,          A=9|B=3
        A=1|B=2,       A=1|B=2,          A=7|B=2|C=3,      A=7|B=2|C=3
        A=1|B=2,       A=1|N=5|B=2,      A=1|B=2|C=3,      A=1|N=5|B=2|C=3
        A=1|B=2,       N=5|A=1|B=2,      A=1|B=2,          N=5|A=1|B=2
        A=1|B=2,       B=2,              A=1|B=2|C=3,      B=2|C=3
        A=1|B=2,       A=1,              A=9|B=2,          A=9
        A=1|B=2,       A=4|B=2,          A=4|B=2,          A=4|B=2
        A=1,           A=2|N=1,          N=1|A=1,          A=2|N=1
        # c|A=1,       # d|A=1,          # c|A=2,          # d|A=2
        A=1|A=2,       A=1|A=3,          A=0|A=2,          A=0|A=3
        '',            A=1,              B=2,              B=2|A=1
        A=1|word word, A=1|word word,    A=2|word word,    A=2|word word
        export A=1,    export A=2,       export A=1|B=1,   export A=2|B=1
        """)
    void whatOnlyOneSideChangedIsTaken(String base, String one, String other, String merged) {
        DocumentMerge.Merged result = merge(lines(base), lines(one), lines(other));

        assertThat(result.conflicts()).isEmpty();
        assertThat(result.document().text()).isEqualTo(lines(merged));
    }

    @Test
    void whatBothChangedStandsBetweenMarkers() {
        DocumentMerge.Merged result = merge("A=1\nB=2\nC=3\n", "A=5\nB=2\nC=4\n", "A=6\nB=8\n");

        assertThat(result.conflicts()).containsExactlyInAnyOrder("A", "C");
        assertThat(result.document().text()).isEqualTo("""
            <<<<<<< one
            A=5
            =======
            A=6
            >>>>>>> other
            B=8
            <<<<<<< one
            C=4
            =======
            >>>>>>> other
            """);
        assertThat(result.document().defects())
                .extracting(TextDefect::kind)
                .containsOnly(TextDefect.Kind.MERGE_CONFLICT);
    }

    @Test
    void aValueOfSeveralLinesIsOnePart() {
        DocumentMerge.Merged result =
                merge("A=\"1\n2\n3\"\nB=1\n", "A=\"1\n2\n4\"\nB=1\n", "A=\"1\n2\n3\"\nB=2\n# end\n");

        assertThat(result.conflicts()).isEmpty();
        assertThat(result.document().text()).isEqualTo("A=\"1\n2\n4\"\nB=2\n# end\n");
    }

    @Test
    void lineEndsAreKeptAndOneIsAddedBetweenLines() {
        assertThat(merge("A=1\r\nB=2", "A=1\r\nB=3", "A=1\r\nB=2\r\nC=4")
                        .document()
                        .text())
                .isEqualTo("A=1\r\nB=3\r\nC=4");
    }

    private static DocumentMerge.Merged merge(String base, String one, String other) {
        return DocumentMerge.merge(side(base), side(one), side(other), new DocumentMerge.Labels("one", "other"))
                .orElseThrow();
    }

    private static DocumentMerge.Side side(String text) {
        return DocumentMerge.Side.of(EnvDocument.parse(text));
    }

    private static String lines(String cells) {
        return cells.isEmpty() ? "" : cells.replace('|', '\n') + "\n";
    }
}
