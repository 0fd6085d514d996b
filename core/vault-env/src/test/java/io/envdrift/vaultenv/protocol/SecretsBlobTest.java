package io.envdrift.vaultenv.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.json.JsonException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsBlobTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final VaultKey PROJECT = VaultKey.generate("p", RANDOM);
    private static final byte[] KEY = DerivedKeys.of(PROJECT, Optional.empty()).encryptionKey();

    @Test
    void isDifferentEachTimeAndOpensWithItsKeyOnly() {
        String blob = SecretsBlob.encrypt(KEY, "text", RANDOM);
        assertThat(SecretsBlob.encrypt(KEY, "text", RANDOM)).isNotEqualTo(blob);
        assertThat(SecretsBlob.decrypt(KEY, blob)).contains("text");
        byte[] other = DerivedKeys.of(PROJECT, DeviceSecret.of("d")).encryptionKey();
        assertThat(SecretsBlob.decrypt(other, blob)).isEmpty();
    }

    @Test
    void oneFlippedBitAnywhereIsNoticed() {
        byte[] packed = Base64.getDecoder().decode(SecretsBlob.encrypt(KEY, "secret text", RANDOM));
        for (int bit = 0; bit < packed.length * 8; bit++) {
            byte[] altered = packed.clone();
            altered[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(SecretsBlob.decrypt(KEY, Base64.getEncoder().encodeToString(altered)))
                    .as("bit %d", bit)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not base64!", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="})
    void whatIsNoBlobIsNoError(String text) {
        assertThat(SecretsBlob.decrypt(KEY, text)).isEmpty();
    }

    @Test
    void readsWhatEveryClientWrites() {
        Map<String, String> secrets = new LinkedHashMap<>();
        secrets.put("Z", "grüße \"✓\"\n");
        secrets.put("A", "");
        assertThat(SecretsJson.write(secrets)).isEqualTo("{\"Z\":\"grüße \\\"✓\\\"\\n\",\"A\":\"\"}");
        assertThat(SecretsJson.read(SecretsJson.write(secrets)))
                .containsExactly(Map.entry("Z", "grüße \"✓\"\n"), Map.entry("A", ""));
        assertThat(SecretsJson.read("{\"Z\": \"gr\\u00fc\\u00dfe\"}")).containsEntry("Z", "grüße");
    }

    @Test
    void valuesThatAreNoTextBecomeWhatJavaScriptMakesOfThem() {
        assertThat(SecretsJson.read("{\"n\":5,\"f\":1.50,\"e\":1e3,\"z\":-0.0,\"b\":true,\"x\":null,"
                        + "\"l\":[1,null,\"a\"],\"o\":{}}"))
                .isEqualTo(Map.of(
                        "n",
                        "5",
                        "f",
                        "1.5",
                        "e",
                        "1000",
                        "z",
                        "0",
                        "b",
                        "true",
                        "x",
                        "null",
                        "l",
                        "1,,a",
                        "o",
                        "[object Object]"));
    }

    @ParameterizedTest
    @CsvSource({
        "1e21, 1e+21",
        "-1.50e22, -1.5e+22",
        "1e-7, 1e-7",
        "-0.00000012, -1.2e-7",
        "12345678901234567890, 12345678901234567000",
        "0.000001, 0.000001",
        "1e400, Infinity",
        "-1e400, -Infinity"
    })
    void numbersAreWrittenAsJavaScriptWritesThem(String token, String text) {
        assertThat(SecretsJson.read("{\"n\": " + token + "}")).containsEntry("n", text);
    }

    @Test
    void halfASurrogatePairSurvivesThatUtf8CannotCarry() {
        Map<String, String> secrets = SecretsJson.read("{\"A\":\"x\\ud800\",\"B\":\"\\ud83d\\ude00\"}");
        String written = SecretsJson.write(secrets);
        assertThat(written).isEqualTo("{\"A\":\"x\\ud800\",\"B\":\"\uD83D\uDE00\"}");
        assertThat(SecretsJson.read(written)).isEqualTo(secrets);
    }

    @Test
    void aPlaintextThatIsNoObjectIsRefused() {
        assertThatThrownBy(() -> SecretsJson.read("")).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> SecretsJson.read("[1]")).isInstanceOf(JsonException.class);
    }
}
