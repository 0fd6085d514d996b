package io.envdrift.provider.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.base.Secret;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VaultFileTest {
    /** Vaults of the first version of the format, kept so that later versions still open them. */
    @ParameterizedTest
    @ValueSource(strings = {"passphrase.vault", "key-file.vault"})
    void aVaultOfTheFirstVersionStillOpens(String resource) throws Exception {
        LocalKey key = resource.startsWith("passphrase")
                ? LocalKey.passphrase(Secret.of("horse ü"))
                : LocalKey.file(KeyFiles.ownerOnly("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));
        VaultFile sealed = VaultFile.parse(bytes(resource), "label");
        VersionedSecrets secrets = ContentJson.read(
                        sealed.open(key.derive(sealed.derivation()).orElseThrow())
                                .orElseThrow())
                .orElseThrow();
        assertThat(secrets.values())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "app-key",
                        List.of(Secret.of("one"), Secret.of("two ü\n")),
                        "auth-key",
                        List.of(Secret.of(""))));
    }

    private static byte[] bytes(String resource) throws Exception {
        try (InputStream in = VaultFileTest.class.getResourceAsStream(resource)) {
            return Objects.requireNonNull(in, resource).readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}}",
                "{\"a\":\"x\"}",
                "{\"a\":[]}",
                "{\"a\":[1]}",
                "{\"a\":[null]}",
                "{\"a\":[[\"x\"]]}",
                "{\"a\":[\"x\"],\"a\":[\"y\"]}",
                "{\"a\":{\"b\":[\"x\"]}}",
                "{\"a\":[\"x\"",
                "{\"a\":[\"x\"]} {}"
            })
    void whatIsNoMapOfVersionsIsNotTakenForOne(String json) {
        assertThat(ContentJson.read(json.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void whatWasWrittenIsRead() {
        TreeMap<String, List<Secret>> values = new TreeMap<>();
        values.put("a\"\\", List.of(Secret.of(""), Secret.of("\u0000\u001f\"\\/\uD83D\uDD11\u2028")));
        values.put("ü", List.of(Secret.of("x".repeat(100_000))));
        VersionedSecrets secrets = new VersionedSecrets(values);
        assertThat(ContentJson.read(ContentJson.write(secrets))).contains(secrets);
        assertThat(ContentJson.read(ContentJson.write(VersionedSecrets.none()))).contains(VersionedSecrets.none());
        assertThat(secrets.toString()).doesNotContain("xxx");
    }
}
