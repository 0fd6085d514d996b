package io.envdrift.dotenvx;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.NameFilter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class EnvFileCipherPropertiesTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final PrivateKey KEY = PrivateKey.generate(RANDOM);
    private static final EnvFileCipher CIPHER = new EnvFileCipher(RANDOM);
    private static final Encryption USUAL = Encryption.of(KEY.publicKey(), ".env");
    private static final String HEADER_END = "\n# .env\n";

    /** Texts of what means something in the grammar, in any order. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "A=",
                        "B.c=",
                        "export C=",
                        "D: ",
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
                        "\\r",
                        "\\'",
                        "$",
                        "${A}",
                        "x",
                        "ä",
                        "\u2028",
                        "\u00a0",
                        "🎉",
                        "A=1\n",
                        "B='y'\n",
                        "C=\"z\" # c\r\n",
                        "it's")
                .list()
                .ofMaxSize(30)
                .map(list -> String.join("", list));
    }

    /** Documents whose every line is written as dotenvx would write it back, with a line end outside of all values. */
    @Provide
    Arbitrary<String> canonicalDocuments() {
        Arbitrary<String> names = Arbitraries.of("A", "B_2", "c.d-e", "__proto__");
        Arbitrary<String> characters = Arbitraries.of(
                        "x", " ", "'", "\"", "`", "$", "${A}", "=", "ä", "🎉", "\\", "&", "%", ":", "\t", "END", "$&")
                .list()
                .ofMaxSize(8)
                .map(list -> String.join("", list));
        Arbitrary<String> unquoted = characters.map(String::strip).filter(value -> !value.isEmpty());
        Arbitrary<String> lines = Combinators.combine(characters, Arbitraries.of("'", "\"", "`"), characters)
                .as((first, quote, second) -> (quote + first + "\n" + second + quote).replace("\n", "%NL%"));
        Arbitrary<String> values = Arbitraries.oneOf(unquoted, lines, characters.map(value -> "'" + value + "'"));
        Arbitrary<String> assignments = Combinators.combine(
                        Arbitraries.of("", "export ", "  "), names, values, Arbitraries.of("", " # comment", "  "))
                .as((before, name, value, after) -> before + name + "=" + value + after);
        Arbitrary<String> others = Arbitraries.of("", "# comment", "junk", "E=", "F=''", "G=#c");
        return Combinators.combine(
                        Arbitraries.frequencyOf(Tuple.of(4, assignments), Tuple.of(1, others))
                                .list()
                                .ofMaxSize(12),
                        Arbitraries.of("\n", "\r\n", "\r"),
                        Arbitraries.of("%NL%", "\ufeff# first%NL%", "#!/bin/sh%NL%"),
                        Arbitraries.of(true, false))
                .as((list, separator, start, ended) ->
                        (start + String.join("%NL%", list) + (ended ? "%NL%" : "")).replace("%NL%", separator));
    }

    @Property(tries = 300)
    void anyTextThatIsSealedOpensTheSame(@ForAll String plaintext) {
        if (StandardCharsets.UTF_8.newEncoder().canEncode(plaintext)) {
            SealedValue sealed = SealedValue.seal(plaintext, KEY.publicKey(), RANDOM);
            assertThat(SealedValue.parse(sealed.text()).orElseThrow().open(KEY)).hasValue(plaintext);
        }
    }

    @Property
    void encryptionLeavesNoPlaintextAndKeepsEverythingElse(@ForAll("texts") String text) {
        EnvDocument plain = EnvDocument.parse(text);
        EnvDocument encrypted = CIPHER.encrypt(plain, USUAL).document();
        assertThat(EncryptionState.of(encrypted).plaintext()).isEmpty();
        assertThat(withoutAssignments(withoutHeader(encrypted))).isEqualTo(withoutAssignments(plain));
        assertThat(CIPHER.encrypt(encrypted, USUAL).document()).isSameAs(encrypted);
    }

    @Property
    void decryptionGivesBackEveryNameAndValue(@ForAll("texts") String text) {
        EnvDocument plain = EnvDocument.parse(text);
        EnvDocument encrypted = CIPHER.encrypt(plain, USUAL).document();
        DecryptedDocument decrypted = CIPHER.decrypt(encrypted, KeyRing.of(KEY), NameFilter.all());
        assertThat(decrypted.failures()).allMatch(each -> each.reason() == Failure.Reason.UNQUOTABLE);
        if (decrypted.failures().isEmpty()) {
            EnvDocument result = withoutHeader(decrypted.document());
            assertThat(namesAndValues(result)).isEqualTo(namesAndValues(plain));
            assertThat(withoutAssignments(result)).isEqualTo(withoutAssignments(plain));
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void encryptingAndDecryptingLeavesEveryByte(@ForAll("canonicalDocuments") String text) {
        EnvDocument plain = EnvDocument.parse(text);
        Assume.that(plain.assignments().stream().allMatch(EnvFileCipherPropertiesTest::isCanonical));
        EnvDocument encrypted = CIPHER.encrypt(plain, USUAL).document();
        DecryptedDocument decrypted = CIPHER.decrypt(encrypted, KeyRing.of(KEY), NameFilter.all());
        if (decrypted.failures().isEmpty()) {
            assertThat(withoutHeader(decrypted.document()).bytes()).isEqualTo(plain.bytes());
        } else {
            assertThat(decrypted.failures()).allMatch(each -> each.reason() == Failure.Reason.UNQUOTABLE);
        }
    }

    @Property(tries = 300)
    void whatWasDecryptedIsEncryptedAgainWithoutADifference(@ForAll("texts") String text) {
        EnvDocument encrypted = CIPHER.encrypt(EnvDocument.parse(text), USUAL).document();
        EnvDocument plain =
                CIPHER.decrypt(encrypted, KeyRing.of(KEY), NameFilter.all()).document();
        assertThat(CIPHER.encrypt(plain, USUAL.keeping(encrypted, KEY))
                        .document()
                        .text())
                .isEqualTo(encrypted.text());
    }

    @Property(tries = 300)
    void aValueThatIsSetIsReadBackAndNothingElseChanges(@ForAll("texts") String text, @ForAll("texts") String value) {
        EnvDocument plain = EnvDocument.parse(text);
        EnvDocument set = CIPHER.set(plain, "NEW", value, USUAL);
        assertThat(CIPHER.read(set, KeyRing.of(KEY)).orThrow().getLast().value())
                .isEqualTo(value);
        List<String> before = namesAndValues(plain);
        assertThat(namesAndValues(withoutHeader(set)).subList(0, before.size())).isEqualTo(before);
    }

    /** The format stores the value, not how it was escaped, and no blanks round the equals sign. */
    private static boolean isCanonical(Assignment assignment) {
        String raw = assignment.rawValue().replace("\r\n", "\n").replace('\r', '\n');
        return raw.equals(assignment.value())
                && !assignment.colonForm()
                && assignment.writtenStart() == assignment.nameEnd() + 1;
    }

    private static EnvDocument withoutHeader(EnvDocument document) {
        int start = document.text().indexOf("#/---");
        if (start < 0) {
            return document;
        }
        int end = document.text().indexOf(HEADER_END) + HEADER_END.length();
        return document.edit().replace(start, end, "").apply();
    }

    private static List<String> namesAndValues(EnvDocument document) {
        return document.assignments().stream()
                .flatMap(each -> List.of(each.name(), each.value()).stream())
                .toList();
    }

    /** What encryption must not touch: all but the text from the end of a name to the end of its value. */
    private static String withoutAssignments(EnvDocument document) {
        StringBuilder rest = new StringBuilder();
        int at = 0;
        for (Assignment each : document.assignments()) {
            rest.append(document.text(), at, each.nameEnd()).append('*');
            at = each.writtenEnd();
        }
        return rest.append(document.text(), at, document.text().length()).toString();
    }
}
