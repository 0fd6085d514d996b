package io.envdrift.server.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/** A number of slots for each address; calls beyond it wait without a thread, in the order of asking. */
final class AddressSlots {
    private final int most;
    private final int mostWaiting;
    private final Executor executor;
    private final Map<String, Slots> addresses = new HashMap<>();

    private static final class Slots {
        int taken;
        final Deque<Runnable> waiting = new ArrayDeque<>();
    }

    /** How an attempt ended. */
    enum Entry {
        /** There is a slot. */
        TAKEN,
        /** The task will be run with one. */
        WAITING,
        /** Too many wait already. */
        REFUSED
    }

    /**
     * Creates slots.
     *
     * @param executor runs what had to wait
     */
    AddressSlots(int most, int mostWaiting, Executor executor) {
        this.most = most;
        this.mostWaiting = mostWaiting;
        this.executor = executor;
    }

    /**
     * Takes a slot, which {@link #leave} gives back.
     *
     * @param later runs once there is a slot, if there is none now
     */
    synchronized Entry enter(String address, Runnable later) {
        Slots slots = addresses.computeIfAbsent(address, any -> new Slots());
        if (slots.taken < most) {
            slots.taken++;
            return Entry.TAKEN;
        }
        if (slots.waiting.size() >= mostWaiting) {
            return Entry.REFUSED;
        }
        slots.waiting.add(later);
        return Entry.WAITING;
    }

    /** Gives a slot back. */
    void leave(String address) {
        Runnable next;
        synchronized (this) {
            Slots slots = addresses.get(address);
            if (slots == null) {
                return;
            }
            next = slots.waiting.poll();
            if (next == null && --slots.taken == 0) {
                addresses.remove(address);
            }
        }
        if (next != null) {
            executor.execute(next);
        }
    }

    /** Waits no longer; tells whether the task was still waiting. */
    synchronized boolean giveUp(String address, Runnable later) {
        Slots slots = addresses.get(address);
        return slots != null && slots.waiting.remove(later);
    }
}
