package io.envdrift.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Pbkdf2Test {
    /** The first from RFC 7914, section 11; the last, not ASCII, computed with OpenSSL through Python's hashlib. */
    @ParameterizedTest
    @CsvSource({
        "passwd, 1, 55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc",
        "password, 4096, c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a",
        "pässwörd €, 2, 7f6c34567340c8b3dd99e21e2d53970f9009a1cc29b3274dbe1cd5cecf0945e1"
    })
    void agreesWithPublishedVectors(String passphrase, int rounds, String expected) {
        byte[] key = Pbkdf2.derive(Secret.of(passphrase), "salt".getBytes(StandardCharsets.UTF_8), rounds, 32);
        assertThat(HexFormat.of().formatHex(key)).isEqualTo(expected);
    }

    /** Passphrases around the block length of the hash, and keys of more than one block. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "63, 7, 31", "64, 7, 32", "65, 7, 33", "200, 3, 64", "16, 1000, 100"})
    void agreesWithTheJdk(int passphraseLength, int rounds, int keyLength) throws GeneralSecurityException {
        String passphrase = "p".repeat(passphraseLength);
        byte[] salt = new byte[passphraseLength];
        Arrays.fill(salt, (byte) 0x80);
        PBEKeySpec parameters = new PBEKeySpec(passphrase.toCharArray(), salt, rounds, keyLength * Byte.SIZE);
        byte[] expected = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(parameters)
                .getEncoded();

        assertThat(Pbkdf2.derive(Secret.of(passphrase), salt, rounds, keyLength))
                .isEqualTo(expected);
    }

    /** Half a character, computed with Python's hashlib. */
    @Test
    void takesBytesThatAreNoText() {
        byte[] key = Pbkdf2.derive(new byte[] {(byte) 0xc3}, "salt".getBytes(StandardCharsets.UTF_8), 2, 32);
        assertThat(HexFormat.of().formatHex(key))
                .isEqualTo("8cff425dc66cc13c038df4f383867d938f9a7ef9366b385050240a51077f7fe9");
    }

    @Test
    void refusesAnEmptyPassphrase() {
        assertThatThrownBy(() -> Pbkdf2.derive(Secret.of(""), new byte[16], 1, 32))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
