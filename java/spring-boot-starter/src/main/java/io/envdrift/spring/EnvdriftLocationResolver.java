package io.envdrift.spring;

import io.envdrift.base.EnvdriftException;
import io.envdrift.sources.SourceContext;
import io.envdrift.sources.SourceLocation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.logging.Log;
import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataLocationNotFoundException;
import org.springframework.boot.context.config.ConfigDataLocationResolver;
import org.springframework.boot.context.config.ConfigDataLocationResolverContext;
import org.springframework.boot.context.config.Profiles;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.DeferredLogFactory;

/**
 * Understands {@code envdrift:} in {@code spring.config.import}: files, mappings, {@code vault-env:}, {@code levels:}
 * and {@code envsync:}, as {@link SourceLocation} reads them. Files are relative to the working directory. Where the
 * location leaves its name to the profiles, there is a source for each active profile; the sources of later profiles
 * win.
 */
public final class EnvdriftLocationResolver implements ConfigDataLocationResolver<EnvdriftResource> {
    private final Log log;

    /**
     * Creates the resolver.
     *
     * @param logs keeps what is said before there is a logging system
     */
    public EnvdriftLocationResolver(DeferredLogFactory logs) {
        this.log = logs.getLog(EnvdriftLocationResolver.class);
    }

    @Override
    public boolean isResolvable(ConfigDataLocationResolverContext context, ConfigDataLocation location) {
        return location.hasPrefix(SourceLocation.PREFIX);
    }

    /**
     * {@inheritDoc}
     *
     * @throws EnvdriftException {@code USAGE} when the location does not say what is meant
     */
    @Override
    public List<EnvdriftResource> resolve(ConfigDataLocationResolverContext context, ConfigDataLocation location) {
        SourceLocation named = named(location);
        return named.dependsOnProfiles() ? List.of() : resources(context, location, named, List.of());
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
        SourceLocation named = named(location);
        return named.dependsOnProfiles() ? resources(context, location, named, profiles.getActive()) : List.of();
    }

    private List<EnvdriftResource> resources(
            ConfigDataLocationResolverContext context,
            ConfigDataLocation location,
            SourceLocation named,
            List<String> profiles) {
        try {
            return named.sources(Path.of("").toAbsolutePath(), profiles, machine(context.getBinder())).stream()
                    .map(EnvdriftResource::new)
                    .toList();
        } catch (EnvdriftException e) {
            throw SourceLocation.isNoFile(e) ? new ConfigDataLocationNotFoundException(location, e) : e;
        }
    }

    private SourceContext machine(Binder binder) {
        Duration timeout =
                binder.bind(EnvdriftProperties.TIMEOUT, Duration.class).orElse(SourceContext.DEFAULT_TIMEOUT);
        Map<String, String> variables =
                new HashMap<>(binder.bind(EnvdriftProperties.VARIABLES, Bindable.mapOf(String.class, String.class))
                        .orElse(Map.of()));
        variables.putAll(System.getenv());
        Path home = Path.of(System.getProperty("user.home", ""));
        return new SourceContext(variables, home, timeout, log::warn);
    }

    private static SourceLocation named(ConfigDataLocation location) {
        return SourceLocation.parse(location.getNonPrefixedValue(SourceLocation.PREFIX));
    }
}
