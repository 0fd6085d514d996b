package io.envdrift.vaultenv.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The recorded readings of the original's own parser. */
class OriginalReaderTest {
    private static final int COUNT = 30;

    static List<JsonNode> vectors() throws IOException {
        try (InputStream json = OriginalReaderTest.class.getResourceAsStream("/vault-env-vectors.json")) {
            return JsonMapper.shared()
                    .readTree(Objects.requireNonNull(json))
                    .get("parse_dotenv")
                    .valueStream()
                    .toList();
        }
    }

    @Test
    void noVectorIsMissing() throws IOException {
        assertThat(vectors()).hasSize(COUNT);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void readsAsTheOriginalDoes(JsonNode vector) {
        Map<String, String> expected = new HashMap<>();
        vector.get("result")
                .forEach(
                        pair -> expected.put(pair.get(0).asString(), pair.get(1).asString()));
        assertThat(OriginalReader.read(vector.get("input").asString())).isEqualTo(expected);
    }
}
