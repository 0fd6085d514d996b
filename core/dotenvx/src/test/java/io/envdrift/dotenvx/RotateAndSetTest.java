package io.envdrift.dotenvx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.NameFilter;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RotateAndSetTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final PrivateKey OLD = PrivateKey.generate(RANDOM);
    private static final PrivateKey NEW = PrivateKey.generate(RANDOM);
    private static final EnvFileCipher CIPHER = new EnvFileCipher(RANDOM);
    private static final Encryption USUAL = Encryption.of(OLD.publicKey(), ".env");

    private static EnvDocument encrypted(String text) {
        return CIPHER.encrypt(EnvDocument.parse(text), USUAL).document();
    }

    private static String decrypted(EnvDocument document, PrivateKey key) {
        return CIPHER.decrypt(document, KeyRing.of(key), NameFilter.all())
                .orThrow()
                .text();
    }

    private static EnvDocument rotated(EnvDocument document) {
        return CIPHER.reencrypt(document, KeyRing.of(OLD), NEW.publicKey(), new KeyNames(""), ".env");
    }

    @Test
    void rotationChangesEveryCiphertextAndTheHeaderAndNothingElse() {
        EnvDocument before = EnvDocument.parse(encrypted("A='1' # c\r\nB=\n").text() + "C: plain\r\nD = \"x\"");
        EnvDocument after = rotated(before);
        assertThat(decrypted(after, NEW))
                .isEqualTo(decrypted(before, OLD)
                        .replace(OLD.publicKey().hex(), NEW.publicKey().hex()));
        assertThat(EncryptionState.of(after).recipient()).hasValue(NEW.publicKey());
        assertThat(CIPHER.decrypt(after, KeyRing.of(OLD), NameFilter.all()).decrypted())
                .isEmpty();
    }

    @Test
    void rotationWritesAMissingHeader() {
        EnvDocument before = EnvDocument.parse(
                "A=" + encrypted("A=1").last("A").orElseThrow().value());
        assertThat(EncryptionState.of(rotated(before)).recipient()).hasValue(NEW.publicKey());
    }

    @Test
    void rotationStopsWhenOneValueDoesNotOpen() {
        EnvDocument before = EnvDocument.parse(encrypted("A=1\n").text() + "B=encrypted:zzz\n");
        assertThatThrownBy(() -> rotated(before)).isInstanceOfSatisfying(EnvdriftException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.DECRYPTION_FAILED);
            assertThat(e).hasMessageContaining("B");
        });
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "A=1\\nB=2\\n,      A=1\\nB=2\\nN=\"v\"\\n",
                "A=1,               A=1\\nN=\"v\"",
                "A=1\\r\\n,         A=1\\r\\nN=\"v\"\\r\\n",
                "N='1' # c\\nN = 2, N='v' # c\\nN=v",
                "export N: 1,       export N=v",
                "A_N=1\\n,          A_N=1\\nN=\"v\"\\n",
            })
    void aValueIsSetInPlaceOrAppended(String text, String expected) {
        EnvDocument set = CIPHER.set(EnvDocument.parse(text.translateEscapes()), "N", "v", USUAL);
        EncryptionState state = EncryptionState.of(set);
        assertThat(state.encrypted()).isNotEmpty().allMatch(each -> each.name().equals("N"));
        assertThat(decrypted(set, OLD)).endsWith("\n# .env\n" + expected.translateEscapes());
        assertThat(state.recipient()).hasValue(OLD.publicKey());
    }

    @Test
    void aValueIsSetInAnEmptyFileToo() {
        assertThat(decrypted(CIPHER.set(EnvDocument.empty(), "N", "l1\nl2 #'\"", USUAL), OLD))
                .contains("# .env\nN=");
    }

    @Test
    void anyValueCanBeSetEncrypted() {
        String any = "'\n\"\n`\n\r $& ${X} $(id) # \\";
        EnvDocument set = CIPHER.set(encrypted("A=1\n"), "N", any, USUAL);
        assertThat(CIPHER.read(set, KeyRing.of(OLD)).orThrow().getLast().value())
                .isEqualTo(any);
    }

    @Test
    void aPlainNameIsSetInPlaintextAndQuoted() {
        EnvDocument set = CIPHER.set(EnvDocument.parse("N_PLAIN=1\n"), "N_PLAIN", "a # b", USUAL);
        assertThat(set.text()).isEqualTo("N_PLAIN='a # b'\n");
        assertThatThrownBy(() -> CIPHER.set(set, "N_PLAIN", "'\n\"\n`\n", USUAL))
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNQUOTABLE_VALUE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "A\nB", "É", "A=B", "DOTENV_PUBLIC_KEY", "DOTENV_PRIVATE_KEY_X"})
    void aNameThatNoReaderUnderstandsIsRefused(String name) {
        assertThatThrownBy(() -> CIPHER.set(EnvDocument.empty(), name, "v", USUAL))
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE));
    }

    @Test
    void aValueIsNotSetForAnotherKeyThanTheFiles() {
        assertThatThrownBy(() -> CIPHER.set(encrypted("A=1"), "N", "v", Encryption.of(NEW.publicKey(), ".env")))
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WRONG_PRIVATE_KEY));
    }
}
