package io.envdrift.vaultenv.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsBlobTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final VaultKey PROJECT = VaultKey.generate("p", RANDOM);
    private static final byte[] KEY = KeyMaterial.of(PROJECT, Optional.empty()).encryptionKey();

    @Test
    void isDifferentEachTimeAndOpensWithItsKeyOnly() {
        String blob = SecretsBlob.encrypt(KEY, "text", RANDOM);
        assertThat(SecretsBlob.encrypt(KEY, "text", RANDOM)).isNotEqualTo(blob);
        assertThat(SecretsBlob.decrypt(KEY, blob)).contains("text");
        byte[] other = KeyMaterial.of(PROJECT, DeviceSecret.of("d")).encryptionKey();
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

    @Test
    void aPlaintextThatIsNoObjectIsRefused() {
        assertThatThrownBy(() -> SecretsJson.read("")).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> SecretsJson.read("[1]")).isInstanceOf(MalformedMessageException.class);
    }
}
