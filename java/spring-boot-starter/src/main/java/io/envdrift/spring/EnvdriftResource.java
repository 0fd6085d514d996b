package io.envdrift.spring;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.config.ConfigDataResource;

/** One env file that an application imports. Two imports of the same file from the same directory are one. */
public final class EnvdriftResource extends ConfigDataResource {
    private final Path directory;
    private final Path file;

    /**
     * Creates a resource.
     *
     * @param directory where the configuration of envdrift is looked for, absolute
     * @param file the file, absolute
     */
    EnvdriftResource(Path directory, Path file) {
        this.directory = directory;
        this.file = file.normalize();
    }

    Path directory() {
        return directory;
    }

    Path file() {
        return file;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EnvdriftResource resource
                && directory.equals(resource.directory)
                && file.equals(resource.file);
    }

    @Override
    public int hashCode() {
        return Objects.hash(directory, file);
    }

    @Override
    public String toString() {
        return EnvdriftLocationResolver.PREFIX + file;
    }
}
