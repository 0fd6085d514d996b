package io.envdrift.vaultenv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MaskingTest {
    @Test
    void masksAsTheOriginalDoes() throws IOException {
        try (InputStream json = MaskingTest.class.getResourceAsStream("/vault-env-vectors.json")) {
            List<JsonNode> vectors = JsonMapper.shared()
                    .readTree(Objects.requireNonNull(json))
                    .get("mask")
                    .valueStream()
                    .toList();
            assertThat(vectors).hasSize(7);
            for (JsonNode vector : vectors) {
                assertThat(Masking.mask(vector.get("value").asString()))
                        .isEqualTo(vector.get("masked").asString());
            }
        }
    }
}
