package io.envdrift.files;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Lets writes that have begun finish when the process is told to end, and lets no new write begin: an interrupted
 * command leaves neither temporary files nor locks behind.
 */
public final class ExitGate {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final ReentrantReadWriteLock GATE = new ReentrantReadWriteLock();

    private static volatile boolean closing;

    private ExitGate() {}

    /** Makes the end of this process wait for running writes, at most five seconds. */
    public static void install() {
        Runtime.getRuntime().addShutdownHook(new Hook());
    }

    /** A class rather than a lambda, which would cost the start of every command a few milliseconds. */
    private static final class Hook extends Thread {
        Hook() {
            super("exit-gate");
        }

        @Override
        public void run() {
            shut();
        }
    }

    static void enter() {
        GATE.readLock().lock();
    }

    static void leave() {
        GATE.readLock().unlock();
    }

    /** Tells whether the process is ending: code that only waits gives up then. */
    static boolean isClosing() {
        return closing;
    }

    /**
     * Closes the gate now, as {@link #install} does at exit: for a caller that ends the process without its shutdown
     * hooks.
     */
    public static void shut() {
        closing = true;
        try {
            // Never unlocked: whoever comes later waits until the process is gone.
            boolean quiet = GATE.writeLock().tryLock(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            if (!quiet) {
                System.err.println("envdrift: ended while a file was being written");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
