package io.envdrift.cli.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class NumberConvertersTest {
    @Test
    void readNumbers() {
        assertThat(new CountConverter().convert("12")).isEqualTo(12);
        assertThat(new SecondsConverter().convert("12")).isEqualTo(Duration.ofSeconds(12));
        assertThat(new AgeConverter().convert("12h")).isEqualTo(Duration.ofHours(12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0x1", "1.0", "+1", "2147483648", "\u0661", "1\u0662", "\uFF11"})
    void refuseEverythingElse(String text) {
        assertThatThrownBy(() -> new CountConverter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("no whole number from 1 to 2147483647");
        assertThatThrownBy(() -> new SecondsConverter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("no number of seconds");
        assertThatThrownBy(() -> new AgeConverter().convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1"})
    void refuseLessThanOne(String text) {
        assertThatThrownBy(() -> new CountConverter().convert(text)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> new SecondsConverter().convert(text)).hasMessageContaining("at least 1");
    }
}
