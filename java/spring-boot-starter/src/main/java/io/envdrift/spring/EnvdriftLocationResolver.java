package io.envdrift.spring;

import io.envdrift.api.Envdrift;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataLocationNotFoundException;
import org.springframework.boot.context.config.ConfigDataLocationResolver;
import org.springframework.boot.context.config.ConfigDataLocationResolverContext;
import org.springframework.boot.context.config.Profiles;

/**
 * Understands {@code envdrift:} in {@code spring.config.import}.
 *
 * <p>{@code envdrift:FILE} is that file, relative to the working directory; its mapping is that of the configuration in or
 * above its folder. {@code envdrift:} and {@code envdrift:DIRECTORY/}
 * are the env files of the environments that are named as the active profiles, later profiles before earlier ones; without an
 * active profile it is {@code .env}. A profile without an env file is passed over when another one has one.
 */
public final class EnvdriftLocationResolver implements ConfigDataLocationResolver<EnvdriftResource> {
    static final String PREFIX = "envdrift:";

    /** Creates the resolver. */
    public EnvdriftLocationResolver() {}

    @Override
    public boolean isResolvable(ConfigDataLocationResolverContext context, ConfigDataLocation location) {
        return location.hasPrefix(PREFIX);
    }

    @Override
    public List<EnvdriftResource> resolve(ConfigDataLocationResolverContext context, ConfigDataLocation location) {
        if (isDirectory(location)) {
            return List.of();
        }
        Path file = here().resolve(location.getNonPrefixedValue(PREFIX));
        return List.of(new EnvdriftResource(Objects.requireNonNull(file.getParent()), file));
    }

    /**
     * {@inheritDoc}
     *
     * @throws ConfigDataLocationNotFoundException when no profile has a file, or the file of a profile's mapping is missing
     * @throws EnvdriftException when the configuration of envdrift in or above the directory cannot be used
     */
    @Override
    public List<EnvdriftResource> resolveProfileSpecific(
            ConfigDataLocationResolverContext context, ConfigDataLocation location, Profiles profiles) {
        if (!isDirectory(location)) {
            return List.of();
        }
        Path directory = here().resolve(location.getNonPrefixedValue(PREFIX))
                .toAbsolutePath()
                .normalize();
        List<String> environments = profiles.getActive().isEmpty() ? List.of("") : profiles.getActive();
        try (Envdrift envdrift = Envdrift.in(directory)) {
            List<Path> files = environments.stream()
                    .flatMap(environment -> envdrift.files(environment).stream())
                    .toList();
            List<EnvdriftResource> found = files.stream()
                    .filter(Files::exists)
                    .map(file -> new EnvdriftResource(directory, file))
                    .toList();
            if (found.isEmpty()) {
                throw new EnvdriftException(
                        ErrorCode.FILE_NOT_FOUND,
                        "No env file for the active profiles: looked for "
                                + files.stream().map(Path::toString).collect(Collectors.joining(", ")),
                        "add one, or activate a profile that has one");
            }
            return found;
        } catch (EnvdriftException e) {
            throw e.code() == ErrorCode.FILE_NOT_FOUND ? new ConfigDataLocationNotFoundException(location, e) : e;
        }
    }

    private static boolean isDirectory(ConfigDataLocation location) {
        String value = location.getNonPrefixedValue(PREFIX);
        return value.isEmpty() || value.endsWith("/");
    }

    private static Path here() {
        return Path.of("").toAbsolutePath();
    }
}
