package io.envdrift.vaultenv.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.vaultenv.protocol.SignatureVerdict.Invalid;
import io.envdrift.vaultenv.protocol.SignatureVerdict.Valid;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class VectorsTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void theCorpusIsWhole() {
        assertThat(derive()).hasSize(25);
        assertThat(deviceHash()).hasSize(3);
        assertThat(sign()).hasSize(21);
        assertThat(verify()).hasSize(9);
        assertThat(blobs()).hasSize(20);
        assertThat(parseVaultKey()).hasSize(11);
    }

    static List<JsonNode> derive() {
        return Vectors.of("derive");
    }

    @ParameterizedTest
    @MethodSource
    void derive(JsonNode vector) {
        DerivedKeys material = DerivedKeys.of(Vectors.key(vector), Vectors.device(vector));
        assertThat(HEX.formatHex(material.input())).isEqualTo(text(vector, "ikm"));
        assertThat(HEX.formatHex(material.encryptionKey())).isEqualTo(text(vector, "enc_key"));
        assertThat(HEX.formatHex(material.authKey())).isEqualTo(text(vector, "auth_key"));
    }

    static List<JsonNode> deviceHash() {
        return Vectors.of("device_hash");
    }

    @ParameterizedTest
    @MethodSource
    void deviceHash(JsonNode vector) {
        assertThat(Vectors.device(vector).orElseThrow().hash()).isEqualTo(text(vector, "sha256_hex"));
    }

    static List<JsonNode> sign() {
        return Vectors.of("sign");
    }

    @ParameterizedTest
    @MethodSource
    void sign(JsonNode vector) {
        byte[] key = DerivedKeys.of(Vectors.key(vector), Vectors.device(vector)).authKey();
        byte[] body = text(vector, "body").getBytes(UTF_8);
        long time = Long.parseLong(text(vector, "timestamp"));
        assertThat(RequestSignature.plain(key, body, time)).isEqualTo(text(vector, "header"));
        assertThat(RequestSignature.sign(key, "POST", "/x", body, time))
                .startsWith(text(vector, "header") + ",v2=")
                .hasSize(text(vector, "header").length() + 4 + 64);
    }

    static List<JsonNode> verify() {
        return Vectors.of("verify");
    }

    @ParameterizedTest
    @MethodSource
    void verify(JsonNode vector) {
        JsonNode signed = sign().getFirst();
        byte[] key = DerivedKeys.signingKey(Vectors.key(signed));
        SignatureVerdict verdict = SignatureCheck.check(
                key,
                text(vector, "header"),
                "POST",
                "/x",
                text(signed, "body").getBytes(UTF_8),
                vector.get("now").asLong());
        JsonNode expected = vector.get("result");
        if (expected.get("valid").asBoolean()) {
            assertThat(verdict).isEqualTo(new Valid(text(signed, "header").split("d=", 2)[1], 1711187650872L, false));
        } else {
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            Invalid.class,
                            invalid -> assertThat(invalid.reason().name().toLowerCase(Locale.ROOT))
                                    .isEqualTo(text(expected, "reason")));
        }
    }

    static List<JsonNode> blobs() {
        return Vectors.of("blobs");
    }

    @ParameterizedTest
    @MethodSource
    void blobs(JsonNode vector) {
        byte[] key = DerivedKeys.of(Vectors.key(vector), Vectors.device(vector)).encryptionKey();
        assertThat(SecretsBlob.decrypt(key, text(vector, "blob_b64"))).contains(text(vector, "plaintext"));
        assertThat(SecretsBlob.encrypt(key, text(vector, "plaintext"), HEX.parseHex(text(vector, "iv"))))
                .isEqualTo(text(vector, "blob_b64"));
    }

    static List<JsonNode> parseVaultKey() {
        return Vectors.of("parse_vault_key");
    }

    @ParameterizedTest
    @MethodSource
    void parseVaultKey(JsonNode vector) {
        JsonNode expected = vector.get("result");
        String input = text(vector, "input");
        if (expected.isNull()) {
            assertThat(VaultKey.parse(input)).isEmpty();
        } else {
            VaultKey key = VaultKey.parse(input).orElseThrow();
            assertThat(key.projectId()).isEqualTo(text(expected, "projectId"));
            assertThat(key.secret().reveal()).isEqualTo(text(expected, "secret"));
            assertThat(key.text().reveal()).isEqualTo(input);
        }
    }

    private static String text(JsonNode node, String field) {
        return node.get(field).asString();
    }
}
