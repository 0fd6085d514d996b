package io.envdrift.server.api.envsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatelyGoodTest {
    private static final Instant NOW = Instant.parse("2026-11-30T00:00:00Z");

    private final LatelyGood lately = new LatelyGood();

    @ParameterizedTest
    @CsvSource({"0, true", "999, true", "1000, false", "3600000, false", "-1, false"})
    void remembersForASecondAndNotWhenTheClockGoesBack(long millis, boolean known) {
        lately.add(caller("one"), NOW);
        assertThat(lately.contains(caller("one"), NOW.plusMillis(millis))).isEqualTo(known);
        assertThat(lately.contains(caller("other"), NOW.plusMillis(millis))).isFalse();
    }

    @Test
    void aTokenWithoutAnIdNeedsNoCheck() {
        assertThat(lately.contains(caller(null), NOW)).isTrue();
    }

    @Test
    void forgetsSomeWhenThereAreMany() {
        for (int i = 0; i < 10_000; i++) {
            lately.add(caller("token " + i), NOW);
        }
        long known = 0;
        for (int i = 0; i < 10_000; i++) {
            known += lately.contains(caller("token " + i), NOW.plus(Duration.ofMillis(1))) ? 1 : 0;
        }
        assertThat(known).isBetween(1L, 1_000L);
    }

    private static Caller caller(@Nullable String jti) {
        return new Caller(
                "ada@example.com", Role.DEVELOPER, List.of("app"), false, Optional.ofNullable(jti), Optional.empty());
    }
}
