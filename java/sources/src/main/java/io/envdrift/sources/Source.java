package io.envdrift.sources;

import io.envdrift.base.EnvdriftException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One place that values come from. Two are equal when they read the same place. Safe for use by several threads. */
public abstract sealed class Source permits FileSource, MappingSource, VaultEnvSource, LevelsSource, EnvSyncSource {
    final String location;
    final Path directory;
    final SourceContext context;

    /**
     * Creates a source.
     *
     * @param location as it is written, without {@link SourceLocation#PREFIX}
     * @param directory what a location of this machine is relative to; empty for one on a server
     * @param context the machine
     */
    Source(String location, Path directory, SourceContext context) {
        this.location = location;
        this.directory = directory;
        this.context = context;
    }

    /**
     * Reads the values, decrypted in memory.
     *
     * @throws EnvdriftException when there is nothing ({@link #isAbsence}); when it cannot be decrypted; when the server or
     *     vault that is needed cannot be reached or refuses
     */
    public abstract SourceValues read();

    /** Tells whether a failure of {@link #read} says that there is nothing, which {@code optional:} forgives. */
    public abstract boolean isAbsence(EnvdriftException failure);

    /**
     * Checks for changes, on a daemon thread, until the returned watch is closed.
     *
     * @param current what was read last
     * @param interval between the end of a check and the next, at least a millisecond
     * @param onChange gets the values when one of them was changed, added or removed
     * @param onError gets the failure of a check, once until another failure follows; the watch goes on
     */
    public abstract SourceWatch watch(
            SourceValues current,
            Duration interval,
            Consumer<SourceValues> onChange,
            Consumer<EnvdriftException> onError);

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof Source that && location.equals(that.location) && directory.equals(that.directory);
    }

    @Override
    public final int hashCode() {
        return Objects.hash(location, directory);
    }

    @Override
    public final String toString() {
        return SourceLocation.PREFIX + location;
    }
}
