package io.envdrift.dotenvx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.dotenv.EnvDocument;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A key that is there and unusable is told as such, never as a key that is missing. */
class KeyDefectTest {
    private static final PrivateKey KEY = PrivateKey.parse("1".repeat(64));
    private static final String HEX = "1".repeat(64);

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        <63>            | it has 63 hex digits, not 64
        <63>11          | it has 65 hex digits, not 64
        0x<64>          | it begins with 0x
        null            | it is the word null
        undefined       | it is the word undefined
        true            | it is the word true
        "<64>           | it has quotes in it
        '<64>"          | it has quotes in it
        <32> <32>       | it has blanks in it
        token-of-mine   | it is not 64 hex digits
        """)
    void aDefectIsNamedByVariableAndByLine(String value, String defect) {
        String text =
                value.replace("<64>", HEX).replace("<63>", HEX.substring(1)).replace("<32>", HEX.substring(32));
        EnvDocument file = sealed();

        assertThatThrownBy(() -> open(file, KeyRing.ofEnvironment(Map.of("DOTENV_PRIVATE_KEY_CI", text))))
                .hasMessage(
                        "could not decrypt A: DOTENV_PRIVATE_KEY_CI of the environment is no private key: " + defect);
        if (text.matches("[A-Za-z0-9-]+")) {
            KeysFile keys = KeysFile.of(EnvDocument.parse("# mine\nDOTENV_PRIVATE_KEY=" + text + "\n"));
            assertThatThrownBy(() -> open(file, keys.ring()))
                    .hasMessageContaining("DOTENV_PRIVATE_KEY in line 2 of the keys file is no private key: " + defect);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<64>",
                "\"<64>\"",
                "'<64>'",
                "`<64>`",
                " <64>\n",
                "DOTENV_PRIVATE_KEY=<64>",
                "DOTENV_PRIVATE_KEY_PRODUCTION=<64>",
                "DOTENV_PRIVATE_KEY_X=\"<64>\"",
                "\"DOTENV_PRIVATE_KEY=<64>\"",
                "export DOTENV_PRIVATE_KEY = '<64>'",
                "junk,<64>"
            })
    void whatAShellOrDockerLeftOnAKeyIsTakenOff(String value) {
        KeyRing ring = KeyRing.ofEnvironment(Map.of("DOTENV_PRIVATE_KEY", value.replace("<64>", HEX)));

        assertThat(ring.keys()).containsExactly(KEY);
        open(sealed(), ring);
    }

    @Test
    void aForeignKeyIsToldTogetherWithTheUnusableOne() {
        KeyRing ring = KeyRing.of(PrivateKey.parse("2".repeat(64)))
                .plus(KeyRing.ofEnvironment(Map.of("DOTENV_PRIVATE_KEY", "0x" + HEX)));

        assertThatThrownBy(() -> open(sealed(), ring))
                .hasMessage(
                        "could not decrypt A: no private key at hand opens it; DOTENV_PRIVATE_KEY of the environment is"
                                + " no private key: it begins with 0x");
    }

    /** A CI service gives an empty variable where it does not know the secret. */
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "''", "\"\"", ",", "DOTENV_PRIVATE_KEY="})
    void anEmptyKeyIsToldByVariableAndByLine(String value) {
        assertThatThrownBy(() -> open(sealed(), KeyRing.ofEnvironment(Map.of("DOTENV_PRIVATE_KEY_CI", value))))
                .hasMessage("could not decrypt A: DOTENV_PRIVATE_KEY_CI of the environment is empty");
        if (!value.contains("=")) {
            KeysFile keys = KeysFile.of(EnvDocument.parse("# mine\nDOTENV_PRIVATE_KEY=" + value + "\n"));
            assertThatThrownBy(() -> open(sealed(), keys.ring()))
                    .hasMessage("could not decrypt A: DOTENV_PRIVATE_KEY in line 2 of the keys file is empty");
        }
        open(sealed(), KeyRing.ofEnvironment(Map.of("DOTENV_PRIVATE_KEY_CI", value, "DOTENV_PRIVATE_KEY", HEX)));
    }

    @Test
    void withoutAnyKeyNothingIsInvented() {
        assertThatThrownBy(() -> open(sealed(), KeyRing.ofEnvironment(Map.of("PATH", "null"))))
                .isInstanceOf(EnvdriftException.class)
                .hasMessage("could not decrypt A: no private key is at hand");
    }

    private static EnvDocument sealed() {
        return new EnvFileCipher(new SecureRandom())
                .encrypt(EnvDocument.parse("A=secret\n"), Encryption.of(KEY.publicKey(), ".env"))
                .document();
    }

    private static void open(EnvDocument file, KeyRing ring) {
        assertThat(new EnvFileCipher(new SecureRandom()).read(file, ring).orThrow())
                .isNotEmpty();
    }
}
