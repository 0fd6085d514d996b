package io.envdrift.dotenvx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.NameFilter;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvFileEncryptionTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final PrivateKey KEY = PrivateKey.generate(RANDOM);
    private static final PrivateKey OTHER = PrivateKey.generate(RANDOM);
    private static final EnvFileCipher CIPHER = new EnvFileCipher(RANDOM);
    private static final String HEADER_END = "\n# .env\n";

    private static EncryptedDocument encrypt(String text) {
        return CIPHER.encrypt(EnvDocument.parse(text), Encryption.of(KEY.publicKey(), ".env"));
    }

    private static String body(EncryptedDocument encrypted) {
        String text = encrypted.document().text();
        int header = text.indexOf("#/");
        int end = text.indexOf(HEADER_END);
        String body = header < 0 ? text : text.substring(0, header) + text.substring(end + HEADER_END.length());
        return body.replaceAll("encrypted:[A-Za-z0-9+/=]+", "*");
    }

    private static String decrypt(EnvDocument document) {
        return CIPHER.decrypt(document, KeyRing.of(KEY), NameFilter.all())
                .orThrow()
                .text();
    }

    /** As dotenvx 2.38.2 writes them, but for the last three, which it leaves in plaintext. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "A=1,                   A=*",
                "A = 'x y' # c,         A='*' # c",
                "export  A\\t=\\t\"x\", export  A=\"*\"",
                "|  A=`x`  |,           |  A=`*`  |",
                "A=\\n\"x\"\\nB=2,      A=\"*\"\\nB=*",
                "A=x#y,                 A=*#y",
                "A=#c,                  A=#c",
                "A= # c,                A= # c",
                "A=\\n# c\\nB=,         A=*\\n# c\\nB=*",
                "A=\"x\"y,              A=*",
                "A=\"x\" \"y\",         A=\"*\"",
                "A=1\\r\\nB=2\\rC=3,    A=*\\r\\nB=*\\rC=*",
                "A=x # c\u2028B=1,      A=* # c\u2028B=*",
                "A_PLAIN=1\\nB=2,       A_PLAIN=1\\nB=*",
                "junk\\nA B=1\\nC=2,    junk\\nA B=1\\nC=*",
                "A: x # c,              A=* # c",
                "A:\\nx,                A=*",
                "A='it\\\\'s',          A='*'",
            })
    void theValueIsReplacedInItsQuotes(String text, String expected) {
        assertThat(body(encrypt(text.translateEscapes()))).isEqualTo(expected.translateEscapes());
    }

    @Test
    void theHeaderGoesBehindTheInterpreterLineAndTheMark() {
        assertThat(encrypt("#!/bin/sh\r\nA=1\r\n").document().text()).startsWith("#!/bin/sh\r\n#/---");
        assertThat(encrypt("\ufeffA=1").document().text()).startsWith("\ufeff#/---");
        assertThat(encrypt("\ufeff#!x\nA=1").document().text()).startsWith("\ufeff#!x\n#/---");
        assertThat(encrypt("#!x\u2028A=1").document().text()).startsWith("#!x\u2028#/---");
        assertThat(encrypt("A=1\r\n").document().text())
                .contains("DOTENV_PUBLIC_KEY=\"" + KEY.publicKey().hex() + "\"\n\n# .env\nA=")
                .endsWith("\r\n");
    }

    /** What is left of a header whose key was deleted goes; comments of one's own stay. */
    @ParameterizedTest(name = "[{index}]")
    @ValueSource(
            strings = {
                "",
                "<box>",
                "<box>\n# .env\n",
                "<box># .env\n",
                "<box>\r\n# .env\r\n",
                "<end>\n# .env\n",
                "<end>",
                "<box><box>\n# .env\n"
            })
    void whatIsLeftOfAHeaderIsReplaced(String left) {
        String box = encrypt("A=1\n").document().text().replaceFirst("(?s)DOTENV_PUBLIC_KEY=.*", "");
        String rest = left.replace("<box>", box).replace("<end>", box.substring(box.indexOf('\n') + 1));
        for (String own : List.of("", "\n# mine\n", "# mine\n", "\n\n", "# .env.other\n")) {
            for (String before : List.of("", "#!/bin/sh\n", "\ufeff")) {
                String text = encrypt(before + rest + own + "A=1\n").document().text();
                assertThat(text.replaceFirst("(?s)DOTENV_PUBLIC_KEY=[^\n]*\n\n# .env\n", "<key>")
                                .replaceFirst("(?s)encrypted:[^\n]*", "*"))
                        .isEqualTo(before + box + "<key>" + own + "A=*\n");
            }
        }
    }

    @Test
    void aSecondRunChangesNothing() {
        EncryptedDocument once = encrypt("A=1\nB='2'\n");
        EncryptedDocument twice = CIPHER.encrypt(once.document(), Encryption.of(KEY.publicKey(), ".env"));
        assertThat(twice.document()).isSameAs(once.document());
        assertThat(twice.already()).containsExactly("A", "B");
        assertThat(twice.encrypted()).isEmpty();
    }

    @Test
    void withNothingToEncryptNoHeaderIsWritten() {
        EncryptedDocument none = encrypt("# only\nA_PLAIN=1\nB=#c\n");
        assertThat(none.document().text()).isEqualTo("# only\nA_PLAIN=1\nB=#c\n");
        assertThat(none.skipped()).containsExactly("A_PLAIN", "B");
    }

    @Test
    void onlySelectedNamesAreEncrypted() {
        Encryption some =
                Encryption.of(KEY.publicKey(), ".env").withFilter(NameFilter.of(List.of("DB_*"), List.of("DB_HOST")));
        EncryptedDocument encrypted = CIPHER.encrypt(EnvDocument.parse("DB_PASS=1\nDB_HOST=2\nAPI=3\n"), some);
        assertThat(body(encrypted)).isEqualTo("DB_PASS=*\nDB_HOST=2\nAPI=3\n");
        assertThat(encrypted.encrypted()).containsExactly("DB_PASS");
        assertThat(encrypted.skipped()).containsExactly("DB_HOST", "API");
    }

    @Test
    void aKeyNameOfTheMappingIsUsedInTheHeader() {
        Encryption named = Encryption.of(KEY.publicKey(), "app.env").withNames(KeyNames.ofEnvironment("production"));
        assertThat(CIPHER.encrypt(EnvDocument.parse("A=1"), named).document().text())
                .contains("DOTENV_PUBLIC_KEY_PRODUCTION=\"", "# app.env\n");
    }

    @Test
    void aFileNameCannotAddLines() {
        Encryption odd = new Encryption(
                KEY.publicKey(), new KeyNames(""), ".env\nX=1\u2028Y=2", NameFilter.all(), List.of(), Optional.empty());
        EnvDocument document = CIPHER.encrypt(EnvDocument.parse("A=1"), odd).document();
        assertThat(document.assignments()).hasSize(2);
    }

    @Test
    void aKeyNameThatNoReaderUnderstandsIsRefused() {
        assertRefused("A=1", Encryption.of(KEY.publicKey(), "sp ace.env"), ErrorCode.UNSUITABLE_FILE);
    }

    @Test
    void filesThatMustNotBeEncryptedAreRefused() {
        Encryption usual = Encryption.of(KEY.publicKey(), ".env");
        assertRefused("A=ENC[AES256_GCM,data:x]", usual, ErrorCode.UNSUITABLE_FILE);
        assertRefused("A=1\nDOTENV_PRIVATE_KEY=x", usual, ErrorCode.UNSUITABLE_FILE);
        assertRefused("DOTENV_PUBLIC_KEY=junk\nA=1", usual, ErrorCode.INVALID_PUBLIC_KEY);
        String other = "DOTENV_PUBLIC_KEY=" + OTHER.publicKey() + "\nA=1";
        assertRefused(other, usual, ErrorCode.WRONG_PRIVATE_KEY);
    }

    private static void assertRefused(String text, Encryption encryption, ErrorCode code) {
        assertThatThrownBy(() -> CIPHER.encrypt(EnvDocument.parse(text), encryption))
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void unchangedValuesKeepTheirEarlierCiphertextAndQuotes() {
        EnvDocument before = encrypt("A=1\nB=\"2\"\nC='3'\nA=4\n").document();
        String plain = decrypt(before)
                .replace("B=\"2\"", "export B=`2`")
                .replace("C='3'", "C='changed'")
                .concat("D=new\n");
        EncryptedDocument after = CIPHER.encrypt(
                EnvDocument.parse(plain), Encryption.of(KEY.publicKey(), ".env").keeping(before, KEY));
        assertThat(after.kept()).containsExactly("A", "B", "A");
        assertThat(after.encrypted()).containsExactly("C", "D");
        assertThat(after.document().text())
                .contains("export B=\"" + before.last("B").orElseThrow().value());
        assertThat(after.document().assignments().get(1).value())
                .isEqualTo(before.assignments().get(1).value());
        assertThat(after.document().last("A").orElseThrow().value())
                .isEqualTo(before.last("A").orElseThrow().value());
    }

    @Test
    void decryptingAndEncryptingAgainLeavesNoDifference() {
        String written = encrypt("A=it's\nB='x\\'y'\nC=\"l1\\nl2\"\nD=\nE='${A}' # c\n")
                .document()
                .text();
        // Written by another hand: blanks and colon round a ciphertext.
        EnvDocument before = EnvDocument.parse(written.replace("\nA=", "\nA = ").replace("\nD=", "\nD: "));
        EncryptedDocument after = CIPHER.encrypt(
                EnvDocument.parse(decrypt(before)),
                Encryption.of(KEY.publicKey(), ".env").keeping(before, KEY));
        assertThat(after.document().text()).isEqualTo(before.text());
    }

    @Test
    void ciphertextOfAnotherKeyOrVersionIsNotKept() {
        EnvDocument before = encrypt("A=1\n").document();
        EnvDocument plain = EnvDocument.parse("A=1\n");
        Encryption usual = Encryption.of(KEY.publicKey(), ".env");
        assertThat(CIPHER.encrypt(plain, usual.keeping(before, OTHER)).kept()).isEmpty();
        EnvDocument foreignHeader = EnvDocument.parse(
                before.text().replace(KEY.publicKey().hex(), OTHER.publicKey().hex()));
        assertThat(CIPHER.encrypt(plain, usual.keeping(foreignHeader, KEY)).kept())
                .isEmpty();
        EnvDocument tampered = EnvDocument.parse(before.text().replaceFirst("encrypted:B.", "encrypted:BX"));
        assertThat(CIPHER.encrypt(plain, usual.keeping(tampered, KEY)).kept()).isEmpty();
        assertThat(CIPHER.encrypt(plain, usual.keeping(plain, KEY)).kept()).isEmpty();
    }

    @Test
    void eachValueIsLookedForInTheEarlierVersionsInTheirOrder() {
        EnvDocument head = encrypt("A=1\nB=2\nC=3\n").document();
        EnvDocument index = encrypt("A=1\nB=other\n").document();
        EncryptedDocument after = CIPHER.encrypt(
                EnvDocument.parse(decrypt(head)),
                Encryption.of(KEY.publicKey(), ".env").keeping(index, KEY).keeping(head, KEY));
        assertThat(after.kept()).containsExactly("A", "B", "C");
        assertThat(after.document().last("A").orElseThrow().value())
                .isEqualTo(index.last("A").orElseThrow().value());
        assertThat(after.document().last("B").orElseThrow().value())
                .isEqualTo(head.last("B").orElseThrow().value());
    }

    @Test
    void anEmptyValueThatWasNotEncryptedBeforeIsNotEncryptedNow() {
        EnvDocument before = EnvDocument.parse(encrypt("A=1\nB=\n").document().text() + "C=\nD=''\nE=\n");
        String plain = decrypt(before).replace("E=", "E=now");
        EncryptedDocument after = CIPHER.encrypt(
                EnvDocument.parse(plain), Encryption.of(KEY.publicKey(), ".env").keeping(before, KEY));
        assertThat(after.kept()).containsExactly("A", "B");
        assertThat(after.encrypted()).containsExactly("E");
        assertThat(after.skipped()).containsExactly("C", "D");
        assertThat(after.document().text()).contains("\nC=\nD=''\nE=encrypted:");
    }
}
