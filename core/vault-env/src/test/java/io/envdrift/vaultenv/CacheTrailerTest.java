package io.envdrift.vaultenv;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheTrailerTest {
    private static final CacheTrailer TRAILER =
            CacheTrailer.of("p", "production", 42, Instant.ofEpochMilli(1_711_187_650_872L));

    @Test
    void isReadBackFromBehindAnyJson() {
        assertThat(CacheTrailer.read("{\"A\":\"1\"}" + TRAILER.text())).contains(TRAILER);
        assertThat(CacheTrailer.read("{}" + TRAILER.text())).contains(TRAILER);
        assertThat(TRAILER.text()).isBlank();
    }

    @Test
    void belongsToItsProjectAndEnvironmentOnly() {
        assertThat(TRAILER.belongsTo("p", "production")).isTrue();
        assertThat(TRAILER.belongsTo("p", "staging")).isFalse();
        assertThat(TRAILER.belongsTo("q", "production")).isFalse();
        assertThat(TRAILER.belongsTo("pp", "roduction")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"A\": \"1\"}\n", "{}\n     \t"})
    void whatTheOriginalWritesHasNone(String plaintext) {
        assertThat(CacheTrailer.read(plaintext)).isEmpty();
    }

    @Test
    void anythingButWhiteSpaceIsNone() {
        String text = "{}" + TRAILER.text();
        assertThat(CacheTrailer.read(text.substring(0, text.length() - 1) + "x"))
                .isEmpty();
        assertThat(CacheTrailer.read(text + " ")).isEmpty();
    }
}
