package io.envdrift.dotenv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What dotenvx 2.38.2 reads, checked by running it on each of these texts. */
class GrammarTest {
    private static Arguments reads(String text, String... namesAndValues) {
        return Arguments.of(text, List.of(namesAndValues));
    }

    static List<Arguments> texts() {
        return List.of(
                reads("A=x#y", "A", "x"),
                reads("A=\"x#y\" #z", "A", "x#y"),
                reads("A=\"x", "A", "\"x"),
                reads("A=\"unclosed\nB=\"closed\"", "A", "\"unclosed", "B", "closed"),
                reads("A=\"x\"y\nB=\"x\" y", "A", "\"x\"y", "B", "\"x\" y"),
                reads("A=\"x\"\"y\"\nB=\"x\" \"y\"", "A", "x\"\"y", "B", "x\" \"y"),
                reads("A=\"a\\\"b\"", "A", "a\\\"b"),
                reads("A='a\\'b'", "A", "a'b"),
                reads("A=`a\\`b`", "A", "a\\`b"),
                reads("A=\"a\\\\nb\"", "A", "a\\\nb"),
                reads("A=\"a\\nb\\rc\\td\\\\\"", "A", "a\nb\rc\td\\\\"),
                reads("A=a\\nb\nB='a\\nb'\nC=`a\\nb`", "A", "a\\nb", "B", "a\\nb", "C", "a\\nb"),
                reads("A=\"x\\ny", "A", "\"x\ny"),
                reads("A=\"l1\n# c\nB=i\"", "A", "l1\n# c\nB=i"),
                reads("A=l1\nl2", "A", "l1"),
                reads("A: x\nB:x\nC : x\nD:\tx", "A", "x", "D", "x"),
                reads("A:\nB=1", "A", "B=1"),
                reads("A:\r\nB=1", "A", "B=1"),
                reads("A =x\nB= x\nC\t=\tx", "A", "x", "B", "x", "C", "x"),
                reads(
                        "export=x\nexportA=x\nexport B=x\n  export   C=x",
                        "export",
                        "x",
                        "exportA",
                        "x",
                        "B",
                        "x",
                        "C",
                        "x"),
                reads("export\nA=1", "A", "1"),
                reads("A B=x\nÉ=1\n=x\nA\nexport A B=y"),
                reads("1A=x\na.b-c=x\n-y=x\n.=1", "1A", "x", "a.b-c", "x", "-y", "x", ".", "1"),
                reads("A=it's\nB=\\", "A", "it's", "B", "\\"),
                reads("A=`echo hi`", "A", "echo hi"),
                reads("A=op://vault/item", "A", "op://vault/item"),
                reads("A=pa$$word", "A", "pa$$word"),
                reads("A=\nB=1", "A", "", "B", "1"),
                reads("A\n=\nB=1", "A", "", "B", "1"),
                reads("A\n\n =x", "A", "x"),
                reads("A=\n\"x\"\nB=2", "A", "x", "B", "2"),
                reads("A=\n\n'x'", "A", "x"),
                reads("A=#c\nB= # c\nC=  ", "A", "", "B", "", "C", ""),
                reads("\ufeffA=1", "A", "1"),
                reads("A=x # c\u2028B=1", "A", "x", "B", "1"),
                reads("A=x\u2028B=1", "A", "x\u2028B=1"),
                reads("A='x\u2028y'", "A", "x\u2028y"),
                reads("A\u00a0=\u00a0x\u3000", "A", "x"),
                reads("A\u0085=x\nB=x\u0085", "B", "x\u0085"),
                reads("A=1\rB=2\r", "A", "1", "B", "2"),
                reads("A=\"l1\r\nl2\rl3\"\r\nB=1\r\n", "A", "l1\nl2\nl3", "B", "1"),
                reads("A='a\\'\nB=1", "A", "a\\", "B", "1"),
                reads("A='\\'x\\' #c", "A", "'x\\"),
                reads("A='a\\' b\\' # c\nB='", "A", "a' b' # c\nB="),
                reads("A='a\\' b\\' # c\nB=' x", "A", "a' b\\", "B", "' x"),
                reads("A = \"x\" \nB=2", "A", "x", "B", "2"),
                reads("A=\"x\" #c\n\"y\"", "A", "x"),
                reads("# A=1\n  #B=2\n#!x\nC=3", "C", "3"),
                reads("A=1\nB=other\nA=2\nA=\"3\"", "A", "1", "B", "other", "A", "2", "A", "3"),
                reads(""),
                reads("\n\n \n"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void readsWhatDotenvxReads(String text, List<String> namesAndValues) {
        List<String> found = EnvDocument.parse(text).assignments().stream()
                .flatMap(each -> List.of(each.name(), each.value()).stream())
                .toList();
        assertThat(found).isEqualTo(namesAndValues);
    }

    @Test
    void tellsTheQuotesAndTheForm() {
        List<Assignment> found = EnvDocument.parse("A='1'\nB=\"1\"\nC=`1`\nD=1\nE: 1\nF=\"1\"2\n")
                .assignments();
        assertThat(found)
                .extracting(Assignment::quote)
                .containsExactly(Quote.SINGLE, Quote.DOUBLE, Quote.BACKTICK, Quote.NONE, Quote.NONE, Quote.NONE);
        assertThat(found).extracting(Assignment::colonForm).containsExactly(false, false, false, false, true, false);
    }

    @Test
    void countsLinesOfEachKindOfLineEnd() {
        assertThat(EnvDocument.parse("A=1\r\nB='\n\n'\rC=3\n\nD=4").assignments())
                .extracting(Assignment::line)
                .containsExactly(1, 2, 5, 7);
    }

    @Test
    void findsTheCommentOfTheSameLineOnly() {
        List<Assignment> found =
                EnvDocument.parse("A=1 # one \nB='x'#two\nC=3\n# four\nD=# \n").assignments();
        assertThat(found).extracting(each -> each.comment().orElse("-")).containsExactly("one", "two", "-", "");
    }

    @Test
    void tellsWhenAHashMayHaveCutAValue() {
        List<Assignment> found = EnvDocument.parse("A=pa#ss\nB=pass #c\nC='pa#ss'#c\nD=#c\nE= #c\nF: #c\nG=pass\nH=\n")
                .assignments();
        assertThat(found)
                .extracting(Assignment::isCutByComment)
                .containsExactly(true, false, false, true, false, false, false, false);
    }

    @Test
    void anAssignmentDoesNotPrintItsValue() {
        assertThat(EnvDocument.parse("A=secret").assignments().getFirst()).hasToString("A (line 1)");
    }
}
