package io.envdrift.spring;

import io.envdrift.base.EnvdriftException;
import io.envdrift.sources.Source;
import java.util.List;
import org.springframework.boot.context.config.ConfigData;
import org.springframework.boot.context.config.ConfigDataLoader;
import org.springframework.boot.context.config.ConfigDataLoaderContext;
import org.springframework.boot.context.config.ConfigDataResourceNotFoundException;

/** Reads an imported source in memory. */
public final class EnvdriftConfigDataLoader implements ConfigDataLoader<EnvdriftResource> {
    /** Creates the loader. */
    public EnvdriftConfigDataLoader() {}

    /**
     * {@inheritDoc}
     *
     * @throws ConfigDataResourceNotFoundException when there is no such source, which is no error with
     *     {@code optional:}
     * @throws EnvdriftException when it cannot be decrypted or read, also with {@code optional:}
     */
    @Override
    public ConfigData load(ConfigDataLoaderContext context, EnvdriftResource resource) {
        Source source = resource.source();
        try {
            return new ConfigData(List.of(new EnvdriftPropertySource(source, source.read())));
        } catch (EnvdriftException e) {
            throw source.isAbsence(e) ? new ConfigDataResourceNotFoundException(resource, e) : e;
        }
    }
}
