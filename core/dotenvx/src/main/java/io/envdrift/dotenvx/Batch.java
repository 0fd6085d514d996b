package io.envdrift.dotenvx;

import java.util.List;
import java.util.function.Function;

/** The same work on each element of a list, on all cores when that pays. */
final class Batch {
    /** Fewer values than this are done before the other cores have warmed up. */
    private static final int WORTH_SHARING = 300;

    private Batch() {}

    static <T, R> List<R> map(List<T> elements, Function<T, R> work) {
        return elements.size() < WORTH_SHARING
                ? elements.stream().map(work).toList()
                : elements.parallelStream().map(work).toList();
    }
}
