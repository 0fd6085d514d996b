package io.envdrift.process;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A child of a JVM that is not envdrift's own, as Maven's, whose signals are not ours to hand on. It does not outlive that JVM: one that
 * shuts down ends its child before it is gone, and where it is killed, a guard ends the child.
 *
 * <p>After an INT the child has some time to end by itself: a terminal sends it to the child, too, and many programs that are told again
 * leave out what they do at their end.
 */
public final class GuardedChild {
    private static final int SECONDS_TO_END = 10;

    private @Nullable RunningChild child;
    private @Nullable OrphanGuard guard;
    private boolean over;
    private volatile boolean noticed;

    private GuardedChild() {}

    /**
     * Runs a command to its end, with the standard streams of this process.
     *
     * @param command the program, looked up in PATH unless it has a slash, and its arguments
     * @param directory the working directory, one that there is
     * @return the exit status, 128 + n after signal n
     * @throws ChildNotStartedException when there is no such program, or it cannot be executed
     * @throws EnvdriftException {@code INTERRUPTED} when the thread is interrupted or the JVM ends meanwhile: the child has ended
     */
    public static int run(List<String> command, ChildEnvironment environment, Path directory) {
        GuardedChild guarded = new GuardedChild();
        Thread end = Thread.ofPlatform().name("env-child-end").unstarted(guarded::end);
        try (OrphanGuard guard = OrphanGuard.beside();
                ForwardedSignals unused = ForwardedSignals.noting(() -> guarded.noticed = true)) {
            // Registered before the start, so that the JVM cannot end in between without its child.
            if (!atShutdown(end)) {
                throw interrupted();
            }
            try {
                return await(guarded.start(guard, command, environment, directory));
            } finally {
                forget(end);
            }
        }
    }

    private synchronized RunningChild start(
            OrphanGuard guard, List<String> command, ChildEnvironment environment, Path directory) {
        if (over) {
            throw interrupted();
        }
        // An empty path is no directory for a process.
        RunningChild started = guard.start(command, environment, directory.toAbsolutePath());
        child = started;
        this.guard = guard;
        return started;
    }

    private synchronized void end() {
        over = true;
        if (child != null && guard != null) {
            if (noticed) {
                awaitEnd(child);
            }
            child.stop();
            // The thread that waits for the child might not run again before the JVM ends, and another process may have
            // the child's number then.
            guard.close();
        }
    }

    private static void awaitEnd(RunningChild child) {
        try {
            var unused = child.ended().get(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            // It is told now.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw endsPlainly(e);
        }
    }

    private static int await(RunningChild child) {
        try {
            return child.ended().get();
        } catch (InterruptedException e) {
            child.stop();
            Thread.currentThread().interrupt();
            throw interrupted();
        } catch (ExecutionException e) {
            throw endsPlainly(e);
        }
    }

    private static IllegalStateException endsPlainly(ExecutionException e) {
        return new IllegalStateException("a process ends without an exception", e);
    }

    private static boolean atShutdown(Thread hook) {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the hook with it.
            return;
        }
    }

    private static EnvdriftException interrupted() {
        return new EnvdriftException(ErrorCode.INTERRUPTED, "Interrupted");
    }
}
