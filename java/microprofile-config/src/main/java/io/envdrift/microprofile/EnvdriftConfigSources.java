package io.envdrift.microprofile;

import io.envdrift.base.EnvdriftException;
import io.envdrift.sources.Source;
import io.envdrift.sources.SourceContext;
import io.envdrift.sources.SourceLocation;
import io.envdrift.sources.SourceValues;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSourceProvider;

/**
 * Makes a source of each location that the system property {@value #PROPERTY} names, else the variable
 * {@value #VARIABLE}; no source where neither is set.
 *
 * <p>Both hold a list with commas of what {@link SourceLocation} reads; later ones win. With {@code optional:} a
 * missing source is no error. Where a location leaves the name to the profiles, these are the profiles of
 * {@code smallrye.config.profile}, else of {@code quarkus.profile}, else of {@code mp.config.profile}.
 */
public final class EnvdriftConfigSources implements ConfigSourceProvider {
    /** The system property that names the locations. */
    public static final String PROPERTY = "envdrift.locations";

    /** The variable that names them where the property does not. */
    public static final String VARIABLE = "ENVDRIFT_LOCATIONS";

    /** What builds; its classes are also there for tests, where an application of Quarkus runs as anywhere. */
    private static final String QUARKUS_BUILD = "io.quarkus.deployment.";

    /** Runs applications and their tests while they are developed, and builds by the classes above. */
    private static final String QUARKUS_DEV = QUARKUS_BUILD + "dev.";

    private static final List<String> PROFILES =
            List.of("smallrye.config.profile", "quarkus.profile", "mp.config.profile");

    private final Settings settings;
    private final Map<String, String> environment;

    /** Creates the provider with the environment of the process. */
    public EnvdriftConfigSources() {
        this(System.getenv(), System.getProperties());
    }

    EnvdriftConfigSources(Map<String, String> environment, Properties properties) {
        this.environment = Map.copyOf(environment);
        this.settings = new Settings(this.environment, properties);
    }

    /**
     * {@inheritDoc}
     *
     * <p>No source while Quarkus builds an application: it writes all values that it finds then into the application, as they are.
     *
     * @throws EnvdriftException when a source is missing, cannot be read or cannot be decrypted: code, message and hint in one line
     */
    @Override
    public Iterable<ConfigSource> getConfigSources(ClassLoader loader) {
        if (isBuild()) {
            return List.of();
        }
        List<ConfigSource> made = new ArrayList<>();
        try {
            SourceContext context = context();
            boolean smallRye = isThere("io.smallrye.config.SmallRyeConfig", loader);
            Optional<Duration> interval = settings.duration("envdrift.refresh.interval");
            list(settings.find(PROPERTY).orElse(""))
                    .forEach(location -> sources(location, context)
                            .forEach(source -> read(location, source)
                                    .ifPresent(values -> made.add(EnvdriftConfigSource.of(
                                            source, values, made.size(), interval, smallRye)))));
            return made;
        } catch (EnvdriftException e) {
            close(made);
            throw Line.of(e);
        } catch (RuntimeException | Error e) {
            close(made);
            throw e;
        }
    }

    private static boolean isBuild() {
        return StackWalker.getInstance()
                .walk(frames -> frames.map(StackWalker.StackFrame::getClassName)
                        .anyMatch(name -> name.startsWith(QUARKUS_BUILD) && !name.startsWith(QUARKUS_DEV)));
    }

    /** A runtime closes only the sources that it was given. */
    private static void close(List<ConfigSource> made) {
        made.forEach(source -> ((EnvdriftConfigSource) source).close());
    }

    private static boolean isThere(String type, ClassLoader loader) {
        try {
            var unused = Class.forName(type, false, loader);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private SourceContext context() {
        Duration timeout = settings.duration("envdrift.timeout").orElse(SourceContext.DEFAULT_TIMEOUT);
        Path home = Path.of(System.getProperty("user.home", ""));
        return new SourceContext(environment, home, timeout, Line::warn);
    }

    private List<Source> sources(String location, SourceContext context) {
        SourceLocation named = SourceLocation.parse(location);
        List<String> profiles = PROFILES.stream()
                .flatMap(name -> settings.find(name).stream())
                .findFirst()
                .map(EnvdriftConfigSources::list)
                .orElse(List.of());
        try {
            return named.sources(Path.of("").toAbsolutePath(), profiles, context);
        } catch (EnvdriftException e) {
            if (named.isOptional() && SourceLocation.isNoFile(e)) {
                return List.of();
            }
            throw e;
        }
    }

    private static Optional<SourceValues> read(String location, Source source) {
        try {
            return Optional.of(source.read());
        } catch (EnvdriftException e) {
            if (SourceLocation.parse(location).isOptional() && source.isAbsence(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static List<String> list(String text) {
        return Stream.of(text.split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }
}
