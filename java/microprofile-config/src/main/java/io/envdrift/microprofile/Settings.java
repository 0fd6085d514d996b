package io.envdrift.microprofile;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Settings that are needed before there is a configuration: system properties, else environment variables. */
record Settings(Map<String, String> environment, Properties properties) {
    /** Returns a setting by the name of its property; {@code mp.config.profile} is the variable {@code MP_CONFIG_PROFILE}, too. */
    Optional<String> find(String name) {
        String variable = name.toUpperCase(Locale.ROOT).replace('.', '_');
        return Optional.ofNullable(properties.getProperty(name))
                .or(() -> Optional.ofNullable(environment.get(variable)))
                .filter(text -> !text.isBlank());
    }

    /**
     * Returns a duration: {@code 30s}, {@code 5m}, {@code 500ms}, or ISO-8601 as in {@code PT30S}.
     *
     * @throws EnvdriftException {@code USAGE} when it is none, or shorter than a millisecond
     */
    Optional<Duration> duration(String name) {
        return find(name).map(text -> {
            String written = text.strip().toLowerCase(Locale.ROOT);
            try {
                Duration read = written.matches("\\d{1,12}ms")
                        ? Duration.ofMillis(Long.parseLong(written.substring(0, written.length() - 2)))
                        : Duration.parse(written.startsWith("p") ? written : "pt" + written);
                if (read.compareTo(Duration.ofMillis(1)) >= 0) {
                    return read;
                }
            } catch (DateTimeParseException e) {
                // As below.
            }
            throw new EnvdriftException(
                    ErrorCode.USAGE, name + " is no duration: '" + text + "'", "write 30s, 5m or PT30S");
        });
    }
}
