package io.envdrift.levels;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Cuts what is sent into requests that a server takes: ours refuses bodies of more than a mebibyte unless it is told otherwise. */
final class Batches {
    private static final long CHARACTERS = 512 << 10;

    private Batches() {}

    /**
     * Cuts a list, in its order.
     *
     * @param size of an element, in characters
     * @return at least one batch, which is empty for an empty list; a large element is one of its own
     */
    static <T> List<List<T>> of(List<T> all, ToLongFunction<T> size) {
        List<List<T>> batches = new ArrayList<>();
        List<T> batch = new ArrayList<>();
        long characters = 0;
        for (T each : all) {
            characters += size.applyAsLong(each);
            if (!batch.isEmpty() && characters > CHARACTERS) {
                batches.add(batch);
                batch = new ArrayList<>();
                characters = size.applyAsLong(each);
            }
            batch.add(each);
        }
        batches.add(batch);
        return batches;
    }
}
