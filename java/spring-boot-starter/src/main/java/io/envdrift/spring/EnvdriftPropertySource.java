package io.envdrift.spring;

import io.envdrift.api.EnvValues;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin.Location;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.FileSystemResource;

/**
 * The values of an env file. Names are read as those of environment variables: {@code SPRING_DATASOURCE_URL} is {@code
 * spring.datasource.url}, too. Each value knows its file and line.
 */
public final class EnvdriftPropertySource extends SystemEnvironmentPropertySource implements OriginLookup<String> {
    /** Boot's binder reads names as those of environment variables where the source's name ends so. */
    private static final String BOUND_LIKE_VARIABLES = "-systemEnvironment";

    private final EnvValues values;

    EnvdriftPropertySource(EnvValues values) {
        super(EnvdriftLocationResolver.PREFIX + values.file() + BOUND_LIKE_VARIABLES, Map.copyOf(values.toMap()));
        this.values = values;
    }

    @Override
    public @Nullable Origin getOrigin(String name) {
        OptionalInt line = values.line(resolvePropertyName(name));
        return line.isEmpty()
                ? null
                : new TextResourceOrigin(new FileSystemResource(values.file()), new Location(line.getAsInt() - 1, 0));
    }

    /** Returns name and variables: Spring's own form shows the values when debug logging is on. */
    @Override
    public String toString() {
        return "EnvdriftPropertySource " + values;
    }
}
