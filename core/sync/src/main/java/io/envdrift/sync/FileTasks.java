package io.envdrift.sync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Works on files side by side and gives the results back in order.
 *
 * @param workers how many files are worked on at once, at least 1
 * @param progress is told about each that is done
 */
public record FileTasks(int workers, Progress progress) {
    /**
     * Applies the work to every input; a single input, or a single worker, needs no thread.
     *
     * @param label names an input for the progress
     */
    public <T, R> List<R> map(List<T> inputs, Function<T, String> label, Function<T, R> work) {
        AtomicInteger done = new AtomicInteger();
        try (Batch<R> batch = begin()) {
            for (T input : inputs) {
                batch.add(() -> {
                    R result = work.apply(input);
                    progress.advanced(done.incrementAndGet(), inputs.size(), label.apply(input));
                    return result;
                });
            }
            return batch.results();
        }
    }

    /** Begins work that comes in piece by piece; the progress is told nothing. */
    public <R> Batch<R> begin() {
        return new Batch<>(workers);
    }

    /** Work that came in piece by piece, for the use of one thread. */
    public static final class Batch<R> implements AutoCloseable {
        private final int workers;
        private final List<FutureTask<R>> pieces = new ArrayList<>();
        private @Nullable ExecutorService executor;

        private Batch(int workers) {
            this.workers = workers;
        }

        /**
         * Adds a piece, which is worked on from now on. The first piece waits for a second one: a single piece needs no
         * thread.
         */
        public void add(Supplier<R> work) {
            FutureTask<R> piece = new FutureTask<>(work::get);
            pieces.add(piece);
            if (workers <= 1) {
                piece.run();
            } else if (pieces.size() > 1) {
                if (executor == null) {
                    executor = Executors.newFixedThreadPool(workers, FileTasks::daemon);
                    executor.execute(pieces.getFirst());
                }
                executor.execute(piece);
            }
        }

        /** Waits for all pieces and returns their results in the order in which they came. */
        public List<R> results() {
            if (executor == null && workers > 1) {
                pieces.forEach(FutureTask::run);
            }
            List<R> results = new ArrayList<>();
            for (FutureTask<R> piece : pieces) {
                results.add(await(piece));
            }
            return results;
        }

        /** Waits until no piece is worked on any more. */
        @Override
        public void close() {
            if (executor != null) {
                executor.close();
            }
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "file");
        thread.setDaemon(true);
        return thread;
    }

    private static <R> R await(FutureTask<R> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnvdriftException(ErrorCode.INTERRUPTED, "Interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException defect) {
                throw defect;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
