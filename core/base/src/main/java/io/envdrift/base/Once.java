package io.envdrift.base;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is looked up once, on first use, and kept for all threads. A failure is kept too, so that no second
 * caller waits for it again; a failure by interruption is not kept, because it says nothing about the value.
 *
 * @param <T> the type of the value
 */
public final class Once<T> implements Supplier<T> {
    private final Supplier<T> search;
    private @Nullable T found;
    private @Nullable EnvdriftException failure;

    /** Creates it; the value is looked up on first use. */
    public Once(Supplier<T> search) {
        this.search = search;
    }

    /**
     * Returns the value, looking it up on first use.
     *
     * @throws EnvdriftException when the lookup fails, or failed before
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

    /** Returns the value if it was looked up already; never looks it up. */
    public synchronized Optional<T> peek() {
        return Optional.ofNullable(found);
    }
}
