package io.envdrift.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Work that is done beside that of the caller, as two requests that travel at once. */
final class Meanwhile<T> {
    private final FutureTask<T> task;

    private Meanwhile(FutureTask<T> task) {
        this.task = task;
    }

    static <T> Meanwhile<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofVirtual().name("envdrift-levels").start(task);
        return new Meanwhile<>(task);
    }

    /**
     * Waits for the result.
     *
     * @throws EnvdriftException what the work threw; {@code INTERRUPTED} when the caller was interrupted
     */
    T result() {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            task.cancel(true);
            throw new EnvdriftException(ErrorCode.INTERRUPTED, "interrupted while waiting for the server", null, e);
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case RuntimeException failure -> failure;
                case Error error -> throw error;
                case null, default -> new IllegalStateException(e);
            };
        }
    }
}
