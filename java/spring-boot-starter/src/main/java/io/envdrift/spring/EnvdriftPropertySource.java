package io.envdrift.spring;

import io.envdrift.sources.Source;
import io.envdrift.sources.SourceLocation;
import io.envdrift.sources.SourceValues;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin.Location;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.FileSystemResource;

/**
 * The values of a source. Names are read as those of environment variables: {@code SPRING_DATASOURCE_URL} is {@code
 * spring.datasource.url}, too. Each value knows its file and line, or the level or branch that it comes from.
 */
public final class EnvdriftPropertySource extends SystemEnvironmentPropertySource implements OriginLookup<String> {
    /** Boot's binder reads names as those of environment variables where the source's name ends so. */
    private static final String BOUND_LIKE_VARIABLES = "-systemEnvironment";

    /**
     * The beginning of a placeholder of Spring: without an end Spring leaves it as it is, together with a backslash
     * before it.
     */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(?=.*})", Pattern.DOTALL);

    private final Source origin;
    private final SourceValues values;

    EnvdriftPropertySource(Source origin, SourceValues values) {
        super(SourceLocation.PREFIX + values.location() + BOUND_LIKE_VARIABLES, literals(values));
        this.origin = origin;
        this.values = values;
    }

    /**
     * References of the env file are expanded already, so a text like a placeholder is plain text now. Spring would
     * expand it, and fail over an unknown name with the value in its message; a backslash prevents that.
     */
    private static Map<String, Object> literals(SourceValues values) {
        Map<String, Object> literals = new LinkedHashMap<>();
        values.toMap()
                .forEach((name, text) ->
                        literals.put(name, PLACEHOLDER.matcher(text).replaceAll("\\\\$0")));
        return Collections.unmodifiableMap(literals);
    }

    Source origin() {
        return origin;
    }

    SourceValues values() {
        return values;
    }

    @Override
    public @Nullable Origin getOrigin(String name) {
        String known = resolvePropertyName(name);
        Optional<String> place = values.origin(known);
        if (place.isEmpty()) {
            return null;
        }
        return values.file().isPresent() && values.line(known).isPresent()
                ? new TextResourceOrigin(
                        new FileSystemResource(values.file().get()),
                        new Location(values.line(known).getAsInt() - 1, 0))
                : new Place(place.get());
    }

    /** A place that is no file. */
    private record Place(String text) implements Origin {
        @Override
        public String toString() {
            return text;
        }
    }

    /** Returns name and variables: Spring's own form shows the values when debug logging is on. */
    @Override
    public String toString() {
        return "EnvdriftPropertySource " + values;
    }
}
