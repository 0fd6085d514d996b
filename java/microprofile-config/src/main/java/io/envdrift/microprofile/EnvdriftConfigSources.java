package io.envdrift.microprofile;

import io.envdrift.api.EnvValues;
import io.envdrift.api.Envdrift;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSourceProvider;

/**
 * Makes a source of each env file that the system property {@value #PROPERTY} names, else the variable {@value #VARIABLE}; no
 * source where neither is set.
 *
 * <p>Both hold a list with commas; later files win. {@code optional:FILE} may be missing. Keys are those of the environment, the
 * keys file, or the vault of the file's mapping.
 */
public final class EnvdriftConfigSources implements ConfigSourceProvider {
    /** The system property that names the files. */
    public static final String PROPERTY = "envdrift.locations";

    /** The variable that names them where the property does not. */
    public static final String VARIABLE = "ENVDRIFT_LOCATIONS";

    private static final String OPTIONAL = "optional:";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Map<String, String> environment;
    private final Properties properties;

    /** Creates the provider with the environment of the process. */
    public EnvdriftConfigSources() {
        this(System.getenv(), System.getProperties());
    }

    EnvdriftConfigSources(Map<String, String> environment, Properties properties) {
        this.environment = Map.copyOf(environment);
        this.properties = properties;
    }

    /**
     * {@inheritDoc}
     *
     * @throws EnvdriftException when a file is missing, cannot be read or cannot be decrypted: code, message and hint in one line
     */
    @Override
    public Iterable<ConfigSource> getConfigSources(ClassLoader loader) {
        String named = properties.getProperty(PROPERTY, environment.getOrDefault(VARIABLE, ""));
        List<ConfigSource> sources = new ArrayList<>();
        Stream.of(named.split(","))
                .map(String::strip)
                .filter(location -> !location.isEmpty())
                .forEach(location -> values(location)
                        .ifPresent(values -> sources.add(new EnvdriftConfigSource(values, sources.size()))));
        return sources;
    }

    private Optional<EnvValues> values(String location) {
        boolean optional = location.startsWith(OPTIONAL);
        Path file = Path.of(optional ? location.substring(OPTIONAL.length()) : location)
                .toAbsolutePath();
        if (optional && !Files.exists(file)) {
            return Optional.empty();
        }
        if (file.getFileName() == null) {
            throw new EnvdriftException(
                    ErrorCode.UNSUITABLE_FILE, PROPERTY + ": " + file + " is no env file", "name a file");
        }
        Path home = Path.of(System.getProperty("user.home", ""));
        try (Envdrift envdrift = Envdrift.in(Objects.requireNonNull(file.getParent()), environment, home, TIMEOUT)) {
            return Optional.of(envdrift.values(file));
        } catch (EnvdriftException e) {
            // Runtimes show the message only.
            String hint = e.hint().map(text -> ": " + text).orElse("");
            String line = e.getMessage() + " [" + e.code().id() + "]" + hint;
            throw new EnvdriftException(
                    e.code(), line.replaceAll("\\p{Cntrl}", "?"), e.hint().orElse(null), e);
        }
    }
}
