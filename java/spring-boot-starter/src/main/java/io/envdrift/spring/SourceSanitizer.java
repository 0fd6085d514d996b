package io.envdrift.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/**
 * Hides the values of env files, and those of other sources that contain such a value through a placeholder:
 * {@code app.url} of {@code jdbc:…?password=${DB_PASSWORD}} is a secret, too.
 */
record SourceSanitizer(ConfigurableEnvironment environment) implements SanitizingFunction {
    @Override
    public SanitizableData apply(SanitizableData data) {
        PropertySource<?> source = data.getPropertySource();
        boolean ours = source instanceof EnvdriftPropertySource;
        return ours || source != null && hasPlaceholder(source, data.getKey()) && holdsOurs(data.getValue())
                ? data.withSanitizedValue()
                : data;
    }

    private static boolean hasPlaceholder(PropertySource<?> source, String key) {
        Object written = source.getProperty(key);
        return written != null && written.toString().contains("${");
    }

    private boolean holdsOurs(@Nullable Object value) {
        String shown = String.valueOf(value);
        return environment.getPropertySources().stream()
                .filter(EnvdriftPropertySource.class::isInstance)
                .flatMap(source -> ((EnvdriftPropertySource) source).values().toMap().values().stream())
                .anyMatch(secret -> !secret.isEmpty() && shown.contains(secret));
    }

    /** Shows no environment: Spring's sources show their values where their debug log is on. */
    @Override
    public String toString() {
        return "SourceSanitizer";
    }
}
