package io.envdrift.base;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that is looked for once, on first need, and kept for all threads. Its failure is kept too, so that nobody meets it again
 * after a second wait; that of a thread that was interrupted is not, since it says nothing about the thing.
 *
 * @param <T> what is looked for
 */
public final class Once<T> implements Supplier<T> {
    private final Supplier<T> search;
    private @Nullable T found;
    private @Nullable EnvdriftException failure;

    /** Looks for nothing yet. */
    public Once(Supplier<T> search) {
        this.search = search;
    }

    /**
     * Returns what was found.
     *
     * @throws EnvdriftException as the search does
     */
    @Override
    public synchronized T get() {
        if (failure != null) {
            throw failure;
        }
        T known = found;
        if (known == null) {
            try {
                known = search.get();
                found = known;
            } catch (EnvdriftException e) {
                failure = e.code() == ErrorCode.INTERRUPTED ? null : e;
                throw e;
            }
        }
        return known;
    }

    /** Returns what was found so far, without looking. */
    public synchronized Optional<T> peek() {
        return Optional.ofNullable(found);
    }
}
