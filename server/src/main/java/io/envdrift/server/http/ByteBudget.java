package io.envdrift.server.http;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * The bytes of large bodies that may be in memory at once. A body takes all of its bytes before the first is read, so that
 * no two can wait for each other; one address has a quarter of all, so that slow ones leave the others room.
 */
final class ByteBudget {
    private static final int SHARES = 4;

    private final long capacity;
    private final long share;
    private final Executor executor;
    private final Map<String, Long> taken = new HashMap<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long total;

    private record Waiting(String address, long bytes, Runnable task) {}

    /**
     * Creates a budget.
     *
     * @param largest of one body; there is always room for one of each of four addresses
     * @param executor runs what had to wait
     */
    ByteBudget(long capacity, long largest, Executor executor) {
        this.share = Math.max(capacity / SHARES, largest);
        this.capacity = share * SHARES;
        this.executor = executor;
    }

    /**
     * Takes bytes, which {@link #give} gives back.
     *
     * @param later runs once they are taken, if that is not now
     * @return whether they are taken now
     */
    synchronized boolean take(String address, long bytes, Runnable later) {
        if (fits(address, bytes)) {
            add(address, bytes);
            return true;
        }
        waiting.add(new Waiting(address, bytes, later));
        return false;
    }

    /** Gives bytes back. */
    void give(String address, long bytes) {
        List<Runnable> next = new ArrayList<>();
        synchronized (this) {
            add(address, -bytes);
            for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
                Waiting one = each.next();
                if (fits(one.address, one.bytes)) {
                    add(one.address, one.bytes);
                    each.remove();
                    next.add(one.task);
                }
            }
        }
        next.forEach(executor::execute);
    }

    private boolean fits(String address, long bytes) {
        return total + bytes <= capacity && taken.getOrDefault(address, 0L) + bytes <= share;
    }

    private void add(String address, long bytes) {
        total += bytes;
        taken.merge(address, bytes, (a, b) -> a + b == 0 ? null : a + b);
    }
}
