package io.envdrift.sources;

import io.envdrift.base.EnvdriftException;
import java.time.Duration;
import java.util.function.Consumer;

/** One place that values come from. Two are equal when they read the same place. Safe for use by several threads. */
public sealed interface Source permits FileSource, MappingSource, VaultEnvSource, LevelsSource, EnvSyncSource {
    /**
     * Reads the values, decrypted in memory.
     *
     * @throws EnvdriftException when there is nothing ({@link #isAbsence}); when it cannot be decrypted; when the server or
     *     vault that is needed cannot be reached or refuses
     */
    SourceValues read();

    /** Tells whether a failure of {@link #read} says that there is nothing, which {@code optional:} forgives. */
    boolean isAbsence(EnvdriftException failure);

    /**
     * Looks for changes, on a daemon thread, until what is returned is closed.
     *
     * @param current what was read last
     * @param interval between the end of a look and the next, at least a millisecond
     * @param onChange gets the values when one of them changed, came or went
     * @param onError gets what a look failed with, once until it is another failure; the watch goes on
     */
    SourceWatch watch(
            SourceValues current,
            Duration interval,
            Consumer<SourceValues> onChange,
            Consumer<EnvdriftException> onError);
}
