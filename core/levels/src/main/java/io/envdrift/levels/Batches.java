package io.envdrift.levels;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Cuts a list into requests of a size that servers accept: ours refuses bodies of more than a mebibyte unless
 * configured otherwise.
 */
final class Batches {
    private static final long CHARACTERS = 512 << 10;
    /** Allowance for paths and member names around a content, which are longer than a small content. */
    private static final long AROUND = 512;

    private Batches() {}

    /**
     * Cuts a list, in its order.
     *
     * @param size of an element's content, in characters
     * @return at least one batch, which is empty for an empty list; a large element is one of its own
     */
    static <T> List<List<T>> of(List<T> all, ToLongFunction<T> size) {
        List<List<T>> batches = new ArrayList<>();
        List<T> batch = new ArrayList<>();
        long characters = 0;
        for (T each : all) {
            long more = size.applyAsLong(each) + AROUND;
            if (!batch.isEmpty() && characters + more > CHARACTERS) {
                batches.add(batch);
                batch = new ArrayList<>();
                characters = 0;
            }
            characters += more;
            batch.add(each);
        }
        batches.add(batch);
        return batches;
    }
}
