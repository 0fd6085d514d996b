package io.envdrift.provider.hashicorp;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.vault.VaultAttempt;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswerTest {
    @Test
    void aBodyIsParsedOnce() {
        Answer answer = new Answer(200, Optional.empty(), "{\"data\":{}}".getBytes(StandardCharsets.UTF_8));
        VaultAttempt attempt = VaultAttempt.reading("Vault", "app-key");

        assertThat(answer.json(attempt)).isSameAs(answer.json(attempt));
    }

    @Test
    void showsNoBody() {
        assertThat(new Answer(200, Optional.empty(), "canary".getBytes(StandardCharsets.UTF_8)))
                .hasToString("HTTP 200");
    }
}
