package io.envdrift.spring;

import io.envdrift.api.EnvValues;
import io.envdrift.api.Envdrift;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.commons.logging.Log;
import org.springframework.boot.context.config.ConfigData;
import org.springframework.boot.context.config.ConfigDataLoader;
import org.springframework.boot.context.config.ConfigDataLoaderContext;
import org.springframework.boot.context.config.ConfigDataResourceNotFoundException;
import org.springframework.boot.logging.DeferredLogFactory;

/** Reads an imported env file in memory: decrypted with the keys of the environment, the keys file or the vault. */
public final class EnvdriftConfigDataLoader implements ConfigDataLoader<EnvdriftResource> {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Log log;
    private final Map<String, String> environment;

    /**
     * Creates the loader with the environment of the process.
     *
     * @param logs keeps what is said before there is a logging system
     */
    public EnvdriftConfigDataLoader(DeferredLogFactory logs) {
        this(logs, System.getenv());
    }

    EnvdriftConfigDataLoader(DeferredLogFactory logs, Map<String, String> environment) {
        this.log = logs.getLog(EnvdriftConfigDataLoader.class);
        this.environment = Map.copyOf(environment);
    }

    /**
     * {@inheritDoc}
     *
     * @throws ConfigDataResourceNotFoundException when there is no such file, which {@code optional:} forgives
     * @throws EnvdriftException when it cannot be decrypted or read, which nothing forgives
     */
    @Override
    public ConfigData load(ConfigDataLoaderContext context, EnvdriftResource resource) {
        return load(resource);
    }

    ConfigData load(EnvdriftResource resource) {
        Path home = Path.of(System.getProperty("user.home", ""));
        try (Envdrift envdrift = Envdrift.in(resource.directory(), environment, home, TIMEOUT)) {
            EnvValues values = envdrift.values(resource.file());
            envdrift.config().warnings().forEach(log::warn);
            values.warnings().forEach(log::warn);
            return new ConfigData(List.of(new EnvdriftPropertySource(values)));
        } catch (EnvdriftException e) {
            // Not for a name that is no env file's: that is a mistake, with optional: too.
            throw e.code() == ErrorCode.FILE_NOT_FOUND && !Files.exists(resource.file())
                    ? new ConfigDataResourceNotFoundException(resource, e)
                    : e;
        }
    }
}
