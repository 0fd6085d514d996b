package io.envdrift.envsync.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The vectors that were made with Python's cryptography, by both ways to make a key. */
class VectorsTest {
    private static final String ACCEPTED = "accepted: ";
    private static final Place ANYWHERE = new Place("p", "b");

    private static List<JsonNode> group(String name) {
        try (InputStream json = VectorsTest.class.getResourceAsStream("/envsync-vectors.json")) {
            return JsonMapper.shared()
                    .readTree(Objects.requireNonNull(json))
                    .get(name)
                    .valueStream()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"pbkdf2_seed, 4", "sha256_repo, 5", "fernet_edge, 19"})
    void noVectorIsMissing(String name, int count) {
        assertThat(group(name)).hasSize(count);
    }

    static List<JsonNode> documentForm() {
        return group("pbkdf2_seed");
    }

    @ParameterizedTest
    @MethodSource
    void documentForm(JsonNode vector) {
        Secret passphrase = Secret.of(text(vector, "passphrase"));
        byte[] salt = HexFormat.of().parseHex(text(vector, "salt_hex"));
        byte[] key =
                KeyScheme.documentKey(passphrase, salt, vector.get("iterations").asInt());
        assertThat(key).isEqualTo(key(vector));
        assertThat(encrypted(vector, key)).isEqualTo(text(vector, "ciphertext"));

        SealedEnv inside = SealedEnv.parse(vector.get("stored").toString(), Optional.empty());
        assertThat(inside.open(new PassphraseKeys(passphrase), ANYWHERE, List.of("any")))
                .isEqualTo(text(vector, "plaintext"));
        assertThat(inside.scheme()).isEqualTo(KeyScheme.DOCUMENT);
        SealedEnv beside = SealedEnv.parse(text(vector, "ciphertext"), Optional.of(text(vector, "salt_hex")));
        assertThat(beside.open(new PassphraseKeys(passphrase), ANYWHERE, List.of()))
                .isEqualTo(text(vector, "plaintext"));
    }

    static List<JsonNode> repoForm() {
        return group("sha256_repo");
    }

    @ParameterizedTest
    @MethodSource
    void repoForm(JsonNode vector) {
        Secret passphrase = Secret.of(text(vector, "passphrase"));
        String project = text(vector, "project_id");
        byte[] key = KeyScheme.repoKey(passphrase, project);
        assertThat(key).isEqualTo(key(vector));
        assertThat(encrypted(vector, key)).isEqualTo(text(vector, "ciphertext"));
        SealedEnv sealed = SealedEnv.parse(text(vector, "ciphertext"), Optional.empty());
        assertThat(sealed.scheme()).isEqualTo(KeyScheme.REPO);
        assertThat(sealed.open(new PassphraseKeys(passphrase), new Place(project, "b"), List.of()))
                .isEqualTo(text(vector, "plaintext"));
    }

    static List<JsonNode> fernetEdge() {
        return group("fernet_edge");
    }

    @ParameterizedTest
    @MethodSource
    void fernetEdge(JsonNode vector) {
        Optional<String> read = new Fernet(key(vector))
                .decrypt(text(vector, "token"))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        String expected = text(vector, "expect");
        if (expected.startsWith(ACCEPTED)) {
            assertThat(read).hasValue(expected.substring(ACCEPTED.length()));
        } else {
            assertThat(expected).isEqualTo("InvalidToken");
            assertThat(read).isEmpty();
        }
    }

    @Test
    void aWrongPassphraseAndAChangedTokenAreOneError() {
        JsonNode vector = group("pbkdf2_seed").getFirst();
        String token = text(vector, "ciphertext");
        String salt = text(vector, "salt_hex");
        for (SealedEnv wrong : List.of(
                SealedEnv.parse(token.replace("gAAAAAB", "gAAAAAC"), Optional.of(salt)),
                SealedEnv.parse(token, Optional.of("00".repeat(16))),
                SealedEnv.parse(token, Optional.empty()))) {
            assertThatThrownBy(() ->
                            wrong.open(new PassphraseKeys(Secret.of(text(vector, "passphrase"))), ANYWHERE, List.of()))
                    .isInstanceOfSatisfying(
                            EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DECRYPTION_FAILED))
                    .hasMessage("Cannot decrypt: wrong passphrase, or the data was changed");
        }
    }

    private static String encrypted(JsonNode vector, byte[] key) {
        return new Fernet(key)
                .encrypt(
                        text(vector, "plaintext").getBytes(StandardCharsets.UTF_8),
                        Instant.ofEpochSecond(vector.get("time").asLong()),
                        HexFormat.of().parseHex(text(vector, "iv_hex")));
    }

    private static byte[] key(JsonNode vector) {
        return Base64.getUrlDecoder().decode(text(vector, "fernet_key"));
    }

    private static String text(JsonNode vector, String name) {
        return vector.get(name).asString();
    }
}
