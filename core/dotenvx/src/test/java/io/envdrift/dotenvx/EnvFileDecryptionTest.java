package io.envdrift.dotenvx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.NameFilter;
import io.envdrift.dotenvx.Failure.Reason;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvFileDecryptionTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final PrivateKey KEY = PrivateKey.generate(RANDOM);
    private static final PrivateKey OTHER = PrivateKey.generate(RANDOM);
    private static final EnvFileCipher CIPHER = new EnvFileCipher(RANDOM);
    private static final String HEADER = "DOTENV_PUBLIC_KEY=" + KEY.publicKey() + "\n";

    private static String seal(String value) {
        return SealedValue.seal(value, KEY.publicKey(), RANDOM).text();
    }

    private static DecryptedDocument decrypt(String text, PrivateKey... keys) {
        return CIPHER.decrypt(EnvDocument.parse(text), KeyRing.of(keys), NameFilter.all());
    }

    /** The star stands for the ciphertext of the value. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "A=*,                   plain,      A=plain",
                "A = \"*\" # c,         x y,        A = \"x y\" # c",
                "A: *,                  x,          A: x",
                "A=*#c,                 x,          A=x#c",
                "A=*,                   a#b,        A='a#b'",
                "A=\"*\",               a\\\\nb,    A='a\\\\nb'",
                "A=\"*\",               a\\nb,      A=\"a\\nb\"",
                "A='*'\\r\\nB=1,        a\\nb,      A='a\\r\\nb'\\r\\nB=1",
                "A=*,                   |  a|,      A='  a'",
                "A=*,                   ||,         A=",
                "A=\"*\",               say \"hi\", A=\"say \"hi\"\"",
                "A=\"*\",               a\"\\nb,    A='a\"\\nb'",
                "A='*',                 it's,       A='it's'",
                "A=\\n'*',              it's,       A=\\n\"it's\"",
                "A=*,                   a\\rb,      A=\"a\\\\rb\"",
                "A=*,                   ${HOME},    A=${HOME}",
                "A=*,                   $(id),      A=$(id)",
                "A=`*`,                 $& $$ $1,   A=`$& $$ $1`",
                // What stands further down would close the quote; so it is written another way.
                "A=*\\nB=x\"\\n,        \"x,        A='\"x'\\nB=x\"\\n",
                "A=*\\nB=x\\n,          \"x,        A=\"x\\nB=x\\n",
                "A=*\\n'x'\\n,          ||,         A=''\\n'x'\\n",
            })
    void plaintextIsWrittenRawSoThatItIsReadBackTheSame(String text, String value, String expected) {
        String plaintext = value.translateEscapes();
        DecryptedDocument decrypted = decrypt(text.translateEscapes().replace("*", seal(plaintext)), KEY);
        assertThat(decrypted.document().text()).isEqualTo(expected.translateEscapes());
        assertThat(decrypted.document().last("A").orElseThrow().value()).isEqualTo(plaintext);
        assertThat(decrypted.decrypted()).containsExactly("A");
        assertThat(decrypted.failures()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"__proto__", "constructor", "toString", "hasOwnProperty", "a.b-c", "-x"})
    void namesThatMeanSomethingToJavaScriptAreOrdinary(String name) {
        EnvDocument document = EnvDocument.parse(name + "=1\nB=2\n" + name + "=3\n");
        EnvDocument encrypted =
                CIPHER.encrypt(document, Encryption.of(KEY.publicKey(), ".env")).document();
        assertThat(EncryptionState.of(encrypted).encrypted()).hasSize(3);
        assertThat(decrypt(encrypted.text(), KEY).orThrow().text()).endsWith(document.text());
    }

    @Test
    void eachFailureIsReportedWithItsReasonAndTheRestIsDecrypted() {
        String good = seal("x");
        String bad = good.substring(0, good.length() - 6) + "AAAA" + good.substring(good.length() - 2);
        String text = HEADER + "A=" + good + "\nB=" + bad + "\nC=encrypted:zzz\nD='" + seal("'\n\"\n`\n") + "'\n";
        DecryptedDocument decrypted = decrypt(text, OTHER, KEY);
        assertThat(decrypted.decrypted()).containsExactly("A");
        assertThat(decrypted.failures())
                .extracting(Failure::name, Failure::line, Failure::reason)
                .containsExactlyInAnyOrder(
                        tuple("B", 3, Reason.TAMPERED),
                        tuple("C", 4, Reason.MALFORMED),
                        tuple("D", 5, Reason.UNQUOTABLE));
        assertThat(decrypted.document().text()).isEqualTo(text.replace(good, "x"));
    }

    @Test
    void withoutAKeyOrWithAnotherOneEveryValueStays() {
        String text = HEADER + "A=" + seal("x") + "\nB=" + seal("y") + "\n";
        assertFails(decrypt(text), Reason.NO_KEY, ErrorCode.MISSING_PRIVATE_KEY, text);
        assertFails(decrypt(text, OTHER), Reason.WRONG_KEY, ErrorCode.WRONG_PRIVATE_KEY, text);
    }

    private static void assertFails(DecryptedDocument decrypted, Reason reason, ErrorCode code, String text) {
        assertThat(decrypted.failures()).extracting(Failure::reason).containsOnly(reason);
        assertThat(decrypted.document().text()).isEqualTo(text);
        assertThatThrownBy(decrypted::orThrow).isInstanceOfSatisfying(EnvdriftException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e).hasMessageContaining("A, B").hasMessageNotContaining("encrypted:");
            assertThat(e.hint()).isPresent();
        });
    }

    @Test
    void manyFailuresMakeOneLine() {
        DecryptedDocument decrypted = decrypt("A=encrypted:x\n".repeat(9) + "B=" + seal("x"), OTHER);
        assertThatThrownBy(decrypted::orThrow)
                .hasMessageContaining("and 5 more")
                .hasMessageNotContaining("\n");
    }

    @Test
    void everyKeyIsTriedAlsoWithoutAPublicKeyInTheFile() {
        assertThat(decrypt("A=" + seal("x"), KEY, OTHER).orThrow().text()).isEqualTo("A=x");
        String two = "A=" + seal("x") + "\nB=" + SealedValue.seal("y", OTHER.publicKey(), RANDOM);
        assertThat(decrypt(HEADER + two, KEY, OTHER).orThrow().text()).isEqualTo(HEADER + "A=x\nB=y");
    }

    @Test
    void onlySelectedNamesAreDecrypted() {
        String text = "A=" + seal("x") + "\nB=" + seal("y") + "\nC=1\n";
        DecryptedDocument decrypted =
                CIPHER.decrypt(EnvDocument.parse(text), KeyRing.of(KEY), NameFilter.of(List.of("B"), List.of()));
        assertThat(decrypted.decrypted()).containsExactly("B");
        assertThat(decrypted.skipped()).containsExactly("A");
        assertThat(decrypted.document().last("B").orElseThrow().value()).isEqualTo("y");
    }

    @Test
    void aFileWithoutCiphertextIsReturnedAsItIs() {
        EnvDocument plain = EnvDocument.parse("A=1\r\n");
        assertThat(CIPHER.decrypt(plain, KeyRing.empty(), NameFilter.all()).document())
                .isSameAs(plain);
    }

    @Test
    void filesOfSopsAreRefused() {
        assertThatThrownBy(() -> decrypt("A=ENC[AES256_GCM,data:x]\nsops_version=3"))
                .isInstanceOf(EnvdriftException.class);
    }

    @Test
    void aValueThatHoldsCiphertextAgainStaysAsItIs() {
        String text = "A=" + seal(seal("x"));
        DecryptedDocument decrypted = decrypt(text, KEY);
        assertThat(decrypted.document().text()).isEqualTo(text);
        assertThat(decrypted.failures()).extracting(Failure::reason).containsExactly(Failure.Reason.AMBIGUOUS);
    }

    @Test
    void valuesAreReadWithoutTouchingTheDocument() {
        DocumentValues values = CIPHER.read(
                EnvDocument.parse("A='" + seal("$x") + "'\nB=" + seal("y") + "\nC=encrypted:zz\nD=1\n"),
                KeyRing.of(KEY));
        assertThat(values.values())
                .extracting(each -> each.name() + "=" + each.value() + each.literal())
                .containsExactly("A=$xtrue", "B=yfalse", "D=1false");
        assertThat(values.failures()).extracting(Failure::name).containsExactly("C");
        assertThatThrownBy(values::orThrow).isInstanceOf(EnvdriftException.class);
        assertThat(values.toString()).doesNotContain("$x");
    }

    @Test
    void aValueOfAMegabyteGoesThereAndBack() {
        String text = "A='" + "0123456789abcde\n".repeat(65_536) + "'\nB=1\n";
        EnvDocument encrypted = CIPHER.encrypt(EnvDocument.parse(text), Encryption.of(KEY.publicKey(), ".env"))
                .document();
        assertThat(decrypt(encrypted.text(), KEY).orThrow().text()).endsWith(text);
    }

    @Test
    void manyValuesAreSharedBetweenCoresInOrder() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 700; i++) {
            text.append("K").append(i).append("=").append(i).append('\n');
        }
        EnvDocument plain = EnvDocument.parse(text.toString());
        EnvDocument encrypted =
                CIPHER.encrypt(plain, Encryption.of(KEY.publicKey(), ".env")).document();
        assertThat(decrypt(encrypted.text(), KEY).orThrow().text()).endsWith(plain.text());
    }
}
