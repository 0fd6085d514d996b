package io.envdrift.dotenvx;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.Interpolation;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is set is what programs get: whatever the value, the quotes that were there, and the lines around it. */
class SetValueTest {
    static final PrivateKey KEY = PrivateKey.parse("1".repeat(64));
    private static final List<String> PIECES = List.of(
            "$",
            "$$",
            "${A}",
            "${A:-x}",
            "$A",
            "\\$",
            "\\",
            "\\\\",
            "\\n",
            "\\t",
            "`",
            "'",
            "\"",
            "#",
            " #",
            "=",
            " ",
            "\n",
            "\r\n",
            "\t",
            "a",
            "word",
            "é",
            "€",
            "😀",
            "{",
            "}",
            "$(id)",
            ":",
            "%",
            "!",
            "&",
            "encrypted",
            "\u00a0");

    @ParameterizedTest(name = "{0} goes into {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        pa$$word@  | '
        $art$top   | '
        a`b        | '
        a\\$b      | '
        back\\slash | '
        plain      | "
        it's       | "
        """)
    void aNewValueThatSomeReaderWouldExpandGoesIntoSingleQuotes(String value, String quote) {
        assertThat(set("A=1\n", "V", value).text()).contains("\nV=" + quote + "encrypted:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"V=", "V=old", "V=\"old\"", "V='old'", "V=`old`", "export V=old # c", "V=\"a\nb\"", "X=1"})
    void anyValueIsReadBackWhateverStoodThere(String line) {
        for (String value : values(60)) {
            EnvDocument document = set("A=letters\n" + line + "\nZ=last\n", "V", value);
            Map<String, String> read = resolved(document);
            assertThat(read.get("V")).as("of " + line).isEqualTo(value);
            assertThat(read).containsEntry("A", "letters").containsEntry("Z", "last");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"V_PLAIN=old", "V_PLAIN=\"old\"", "V_PLAIN='old'", "X=1"})
    void aPlainValueIsReadBackOrRefused(String line) {
        int set = 0;
        for (String value : values(200)) {
            EnvDocument document;
            try {
                document = set("A=letters\n" + line + "\nZ=last\n", "V_PLAIN", value);
            } catch (EnvdriftException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.UNQUOTABLE_VALUE);
                continue;
            }
            set++;
            assertThat(resolved(document).get("V_PLAIN")).as("of " + line).isEqualTo(value);
        }
        assertThat(set).isGreaterThan(100);
    }

    /** Returns values of the pieces that quoting is about; the same each time. */
    static List<String> values(int count) {
        Random random = new Random(5);
        List<String> values = new ArrayList<>(List.of("pa$$word@", "$art$top", "", " ", "'", "a'$b", "\\$", "a\\"));
        while (values.size() < count) {
            StringBuilder value = new StringBuilder();
            for (int i = random.nextInt(1, 7); i > 0; i--) {
                value.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            values.add(value.toString());
        }
        return values;
    }

    static EnvDocument set(String text, String name, String value) {
        return new EnvFileCipher(new SecureRandom())
                .set(EnvDocument.parse(text), name, value, Encryption.of(KEY.publicKey(), ".env"));
    }

    private static Map<String, String> resolved(EnvDocument document) {
        return Interpolation.resolve(
                new EnvFileCipher(new SecureRandom())
                        .read(document, KeyRing.of(KEY))
                        .orThrow(),
                Map.of(),
                true);
    }
}
