package io.envdrift.spring;

import io.envdrift.sources.Source;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.config.ConfigDataResource;

/** One source that an application imports. Two imports of the same source are one. */
public final class EnvdriftResource extends ConfigDataResource {
    private final Source source;

    EnvdriftResource(Source source) {
        this.source = source;
    }

    Source source() {
        return source;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EnvdriftResource resource && source.equals(resource.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return source.toString();
    }
}
