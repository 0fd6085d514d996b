package io.envdrift.levels;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.base.Secret;
import io.envdrift.levels.merge.LevelContent;
import io.envdrift.levels.merge.MergedLevels;
import io.envdrift.levels.merge.Resolved;
import io.envdrift.levels.protocol.KeyParameters;
import io.envdrift.levels.protocol.LevelBlob;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.levels.protocol.ProjectKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The vectors that were made with other implementations, and how many there are of each kind. */
class VectorsTest {
    private static final JsonNode VECTORS = read();

    private static JsonNode read() {
        try (InputStream in =
                Objects.requireNonNull(VectorsTest.class.getResourceAsStream("vectors.json"), "vectors.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void allAreThere() {
        assertThat(VECTORS.get("derive").size()).isEqualTo(18);
        assertThat(VECTORS.get("blobs").size()).isEqualTo(6);
        assertThat(VECTORS.get("bad_blobs").get("must_all_fail").size()).isEqualTo(6);
        assertThat(VECTORS.get("merge").size()).isEqualTo(3);
        assertThat(VECTORS.get("interpolation").size()).isEqualTo(15);
    }

    @TestFactory
    Stream<DynamicTest> derivesKeysAndProofs() {
        return each(VECTORS.get("derive"), vector -> {
            ProjectKey key = ProjectKey.of(Secret.of(new String(hex(vector, "utf8_hex"), StandardCharsets.UTF_8)));
            byte[] salt = Base64.getDecoder().decode(vector.get("salt_b64").asString());
            KeyParameters parameters =
                    new KeyParameters(salt, vector.get("iterations").asInt());

            byte[] dataKey = key.dataKey(parameters);
            String proof = key.proofV1(parameters);

            assertThat(dataKey).isEqualTo(hex(vector, "data_key_hex"));
            assertThat(proof).isEqualTo(vector.get("key_proof_b64").asString());
            assertThat(key.legacyDataKey()).isEqualTo(hex(vector, "pad_key_hex"));
            boolean givenAway = vector.get("proof_equals_data_key").asBoolean();
            assertThat(Arrays.equals(Base64.getDecoder().decode(proof), dataKey))
                    .isEqualTo(givenAway);
            assertThat(key.isGivenAwayByProofV1()).isEqualTo(givenAway);
            // W1: whatever the key, the proof of version 2 is another value than the data key.
            assertThat(Base64.getDecoder().decode(ProjectKey.proofV2(dataKey, parameters)))
                    .isNotEqualTo(dataKey);
        });
    }

    @TestFactory
    Stream<DynamicTest> sealsAndOpensBlobs() {
        return each(VECTORS.get("blobs"), vector -> {
            byte[] key = hex(vector, "key_hex");
            String blob = vector.get("blob_b64").asString();
            byte[] plaintext = vector.get("plaintext").asString().getBytes(StandardCharsets.UTF_8);

            assertThat(LevelBlob.open(key, blob)).contains(plaintext);
            byte[] iv = hex(vector, "iv_hex");
            assertThat(LevelBlob.open(key, LevelBlob.seal(key, plaintext, new FixedRandom(iv))))
                    .contains(plaintext);
            assertThat(LevelBlob.seal(key, plaintext, new FixedRandom(iv))).isEqualTo(blob);
        });
    }

    @TestFactory
    Stream<DynamicTest> opensNoBadBlob() {
        byte[] key = hex(VECTORS.get("bad_blobs"), "key_hex");
        return each(
                VECTORS.get("bad_blobs").get("must_all_fail"),
                vector -> assertThat(LevelBlob.open(key, vector.get("blob_b64").asString()))
                        .isEmpty());
    }

    @TestFactory
    Stream<DynamicTest> merges() {
        return each(VECTORS.get("merge"), vector -> {
            List<LevelContent> levels = new ArrayList<>();
            LevelPath deepest = LevelPath.parse("project/target/environment");
            for (LevelPath level : deepest.levels()) {
                JsonNode text = vector.get("levels").get(level.slugs().getLast());
                if (text != null) {
                    levels.add(LevelContent.of(level, "env", text.asString()));
                }
            }
            MergedLevels merged = MergedLevels.of(levels);

            assertThat(merged.values()).isEqualTo(texts(vector.get("merged")));
            if (vector.has("resolved")) {
                assertThat(merged.resolved(Map.of()).values()).isEqualTo(texts(vector.get("resolved")));
            }
        });
    }

    /** What the original resolves without an error, ours resolves alike; where it gives up, ours says which value is wrong. */
    @TestFactory
    Stream<DynamicTest> resolvesAsTheOriginal() {
        return each(VECTORS.get("interpolation"), vector -> {
            LevelContent level = LevelContent.of(
                    LevelPath.parse("project"), "json", vector.get("vars").toString());
            Resolved resolved = MergedLevels.of(List.of(level)).resolved(Map.of());

            if (vector.get("upstream").isObject()) {
                assertThat(resolved.values()).isEqualTo(texts(vector.get("upstream")));
                assertThat(resolved.problems()).isEmpty();
            } else {
                assertThat(resolved).isEqualTo(expected(vector.get("name").asString()));
            }
        });
    }

    private static Resolved expected(String name) {
        return switch (name) {
            case "upstream bug: unset beside set" -> new Resolved(Map.of("A", "1", "X", "1${NONE_1}"), Map.of());
            case "upstream bug: diamond" -> new Resolved(Map.of("A", "1", "C", "1", "X", "11"), Map.of());
            case "upstream: cycle spoils all" ->
                new Resolved(
                        Map.of("C", "1", "D", "1"),
                        Map.of(
                                "A", "circular reference: B -> A -> B",
                                "B", "circular reference: B -> A -> B"));
            case "upstream: required and unset spoils all" ->
                new Resolved(Map.of("C", "1", "D", "1"), Map.of("X", "NONE_1 is required: need it"));
            default -> throw new AssertionError("no expectation for " + name);
        };
    }

    private static Stream<DynamicTest> each(JsonNode vectors, Consumer<JsonNode> test) {
        return vectors.values().stream()
                .map(vector -> DynamicTest.dynamicTest(
                        vector.has("name") ? vector.get("name").asString() : vector.toString(),
                        () -> test.accept(vector)));
    }

    private static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new LinkedHashMap<>();
        node.properties()
                .forEach(each -> texts.put(each.getKey(), each.getValue().asString()));
        return texts;
    }

    private static byte[] hex(JsonNode vector, String field) {
        return HexFormat.of().parseHex(vector.get(field).asString());
    }
}
