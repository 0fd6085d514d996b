package io.envdrift.dotenv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvDocumentTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A=1",
                "\ufeffA=1\r\n",
                "#!/bin/sh\nexport A = 'x' # c\r\n\r\njunk\rB: y\n\n",
                "A=\"l1\r\nl2\"\n\n\n",
                "\u0000\u0085\u2028"
            })
    void bytesThatAreNotEditedStay(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(EnvDocument.decode(bytes).bytes()).isEqualTo(bytes);
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstName() {
        assertThat(EnvDocument.parse("\ufeffA=1").last("A")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
    void utf16WithAMarkIsReadAndBecomesUtf8(String charset) throws Exception {
        byte[] bytes = "\ufeffA=ä\r\n".getBytes(charset);
        EnvDocument document = EnvDocument.decode(bytes);
        assertThat(document.last("A").orElseThrow().value()).isEqualTo("ä");
        assertThat(document.bytes()).isEqualTo("A=ä\r\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        assertRefused(new byte[] {'A', '=', (byte) 0xe9});
        assertRefused(new byte[] {(byte) 0xff, (byte) 0xfe, 'A'});
        // A surrogate is no character of UTF-8.
        assertRefused(new byte[] {'A', '=', (byte) 0xed, (byte) 0xa0, (byte) 0x80});
    }

    private static void assertRefused(byte[] bytes) {
        assertThatThrownBy(() -> EnvDocument.decode(bytes))
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_TEXT));
    }

    @Test
    void halfASurrogatePairIsNotWrittenAsAQuestionMark() {
        assertThatThrownBy(() -> EnvDocument.parse("A=\ud800").bytes())
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_TEXT));
    }

    @Test
    void theLastAssignmentOfANameCounts() {
        EnvDocument document = EnvDocument.parse("A=1\nB=2\nA=3\n");
        assertThat(document.last("A").orElseThrow().value()).isEqualTo("3");
        assertThat(document.last("C")).isEmpty();
    }

    @Test
    void anEditChangesNothingButItsRange() {
        EnvDocument document = EnvDocument.parse("\ufeffA = '1' # c\r\nB=2");
        EnvDocument edited = document.edit()
                .replaceValue(document.last("B").orElseThrow(), "two")
                .replaceValue(document.last("A").orElseThrow(), "one")
                .apply();
        assertThat(edited.text()).isEqualTo("\ufeffA = 'one' # c\r\nB=two");
        assertThat(document.text()).isEqualTo("\ufeffA = '1' # c\r\nB=2");
    }

    @Test
    void anEmptyEditIsTheDocumentItself() {
        EnvDocument document = EnvDocument.parse("A=1");
        assertThat(document.edit().apply()).isSameAs(document);
    }

    @Test
    void overlappingOrOutlyingEditsAreDefects() {
        EnvEdit edit = EnvDocument.parse("A=12345").edit().replace(2, 5, "x").replace(4, 6, "y");
        assertThatThrownBy(edit::apply).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> EnvDocument.empty().edit().replace(0, 1, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void linesThatNoReaderUnderstandsAreListed() {
        EnvDocument document = EnvDocument.parse(
                "# comment\nA=1 # c\n\nTOKEN abc=secret\nexport\nB=2\n  É=1\r\n=x\nC='l1\nl2'\nD=\"un\n closed\n");
        assertThat(document.skippedLines()).containsExactly(4, 7, 8, 12);
        assertThat(EnvDocument.parse("\ufeff\r\n# c\rA=1").skippedLines()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'A=1\\nB', '\\n'",
        "'A=1\\r\\nB', '\\r\\n'",
        "'A=1\\rB', '\\r'",
        "A=1, '\\n'",
        "'A\\r\\n\\nB=1', '\\r\\n'"
    })
    void theLineSeparatorIsThatOfTheLineAndInTheLastOneThatOfTheFile(String text, String separator) {
        String unescaped = text.translateEscapes();
        assertThat(EnvDocument.parse(unescaped).lineSeparatorAt(unescaped.indexOf('1')))
                .isEqualTo(separator.translateEscapes());
    }

    @Test
    void aDocumentDoesNotPrintItsText() {
        assertThat(EnvDocument.parse("A=secret")).asString().doesNotContain("secret");
    }
}
