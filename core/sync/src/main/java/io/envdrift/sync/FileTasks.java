package io.envdrift.sync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Works on files side by side and gives the results back in order. */
public final class FileTasks {
    private final int workers;
    private final Progress progress;

    /**
     * Prepares the work.
     *
     * @param workers how many files are worked on at once, at least 1
     * @param progress is told about each that is done
     */
    public FileTasks(int workers, Progress progress) {
        this.workers = workers;
        this.progress = progress;
    }

    /**
     * Applies the work to every input; a single input, or a single worker, needs no thread.
     *
     * @param label names an input for the progress
     */
    public <T, R> List<R> map(List<T> inputs, Function<T, String> label, Function<T, R> work) {
        AtomicInteger done = new AtomicInteger();
        Function<T, R> counted = input -> {
            R result = work.apply(input);
            progress.advanced(done.incrementAndGet(), inputs.size(), label.apply(input));
            return result;
        };
        int threads = Math.min(workers, inputs.size());
        if (threads <= 1) {
            return inputs.stream().map(counted).toList();
        }
        try (ExecutorService executor = Executors.newFixedThreadPool(threads, FileTasks::daemon)) {
            List<Future<R>> running = new ArrayList<>();
            inputs.forEach(input -> running.add(executor.submit(() -> counted.apply(input))));
            List<R> results = new ArrayList<>();
            for (Future<R> future : running) {
                results.add(await(future));
            }
            return results;
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "file");
        thread.setDaemon(true);
        return thread;
    }

    private static <R> R await(Future<R> future) {
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
