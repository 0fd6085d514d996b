package io.envdrift.process;

import java.util.concurrent.CompletableFuture;

/** A child beside this process. */
interface RunningChild {
    /** Completes with the exit status, 128 + n after signal n. */
    CompletableFuture<Integer> ended();

    /**
     * Hands a signal on, unless the child has ended.
     *
     * @param name without {@code SIG}
     * @param number of this platform
     */
    void signal(String name, int number);

    /** Asks the child to end, and ends it when it does not. */
    void stop();
}
