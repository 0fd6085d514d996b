package io.envdrift.dotenv;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EnvDocumentPropertiesTest {
    /** Texts that are mostly made of what means something in the grammar. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> pieces = Arbitraries.of(
                "A",
                "B.c",
                "export ",
                "=",
                ": ",
                " ",
                "\n",
                "\r\n",
                "\r",
                "'",
                "\"",
                "`",
                "\\",
                "#",
                "\\n",
                "\\'",
                "$",
                "${A}",
                "x",
                "ä",
                "\u2028",
                "\ufeff",
                "\u00a0",
                "encrypted:",
                "🎉",
                "A=1\n",
                "B='y'\n",
                "C=\"z\" # c\r\n");
        return pieces.list().ofMaxSize(40).map(list -> String.join("", list));
    }

    @Property
    void whatIsParsedIsRenderedTheSame(@ForAll("texts") String text) {
        assertThat(EnvDocument.parse(text).text()).isEqualTo(text);
        assertThat(EnvDocument.decode(EnvDocument.parse(text).bytes()).text()).isEqualTo(text);
    }

    @Property
    void anyTextIsADocument(@ForAll String text) {
        EnvDocument document = EnvDocument.parse(text);
        assertThat(document.text()).isEqualTo(text);
        assertThat(document.skippedLines()).isSorted();
    }

    @Property
    void offsetsAreInOrderAndPointAtTheParts(@ForAll("texts") String text) {
        int at = 0;
        for (Assignment each : EnvDocument.parse(text).assignments()) {
            assertThat(each.nameStart()).isGreaterThanOrEqualTo(at);
            assertThat(text.substring(each.nameStart(), each.nameEnd())).isEqualTo(each.name());
            assertThat(each.nameEnd()).isLessThan(each.writtenStart());
            assertThat(each.writtenStart()).isLessThanOrEqualTo(each.valueStart());
            assertThat(each.valueStart()).isLessThanOrEqualTo(each.valueEnd());
            assertThat(each.valueEnd()).isLessThanOrEqualTo(each.writtenEnd());
            assertThat(each.writtenEnd()).isLessThanOrEqualTo(each.lineEnd());
            assertThat(each.rawValue()).isEqualTo(text.substring(each.valueStart(), each.valueEnd()));
            assertThat(each.isEmpty()).isEqualTo(each.value().isEmpty());
            assertThat(each.valueStartsWith("x")).isEqualTo(each.value().startsWith("x"));
            at = each.lineEnd();
        }
    }

    @Property
    void aValueInQuotingIsReadBackInsideAnotherDocument(@ForAll("texts") String value, @ForAll Quote present) {
        Quoting.ofAnywhere(value, present).ifPresent(quoting -> {
            String text = "X=1\nK=" + quoting.written("\r\n") + " # c\r\nY='it\\'s'\n\"`'\n";
            EnvDocument document = EnvDocument.parse(text);
            assertThat(document.assignments()).extracting(Assignment::name).containsExactly("X", "K", "Y");
            assertThat(document.last("K").orElseThrow().value()).isEqualTo(value);
            assertThat(document.last("K").orElseThrow().quote()).isEqualTo(quoting.quote());
        });
    }
}
