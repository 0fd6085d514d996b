package io.envdrift.pool;

import io.envdrift.base.Deadline;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Progress;
import io.envdrift.vault.VaultRead;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads that run side by side, so that their caller can do something else until it asks for them. For the use of one
 * thread.
 */
public final class VaultReads implements AutoCloseable {
    private static final long TICK_MILLIS = 100;

    private record Running(ReadBatch batch, Future<Map<SecretReference, VaultRead>> answers) {}

    private final Deadline deadline;
    private final Progress progress;
    private final int batches;
    private final @Nullable ExecutorService executor;
    private final Map<SecretReference, Running> running = new LinkedHashMap<>();
    private final Map<SecretReference, VaultRead> answered;
    private int done;

    /**
     * Starts reading.
     *
     * @param readers how many batches are read at once
     * @param answered what needs no reading
     */
    VaultReads(
            List<ReadBatch> batches,
            int readers,
            Map<SecretReference, VaultRead> answered,
            Deadline deadline,
            Progress progress) {
        this.deadline = deadline;
        this.progress = progress;
        this.batches = batches.size();
        this.answered = new LinkedHashMap<>(answered);
        this.executor = batches.isEmpty()
                ? null
                : Executors.newFixedThreadPool(Math.min(readers, batches.size()), VaultReads::daemon);
        for (ReadBatch batch : batches) {
            Running started =
                    new Running(batch, Objects.requireNonNull(executor).submit(batch::read));
            batch.references().forEach(reference -> running.put(reference, started));
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "vault-read");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Returns the answer for one secret, and waits for it, but no longer than the deadline allows.
     *
     * @throws IllegalArgumentException when it was not asked for
     */
    public VaultRead get(SecretReference reference) {
        VaultRead known = answered.get(reference);
        if (known != null) {
            return known;
        }
        Running started = running.get(reference);
        if (started == null) {
            throw new IllegalArgumentException("not asked for: " + reference.name());
        }
        answered.putAll(await(started));
        progress.advanced(++done, batches, started.batch().names().getFirst());
        return Objects.requireNonNull(answered.get(reference), "every reference is answered");
    }

    /** Returns all answers, when they are there. */
    Map<SecretReference, VaultRead> all() {
        running.keySet().forEach(this::get);
        return answered;
    }

    /** Interrupts what still runs. */
    @Override
    public void close() {
        if (executor != null) {
            executor.shutdownNow();
        }
    }

    private Map<SecretReference, VaultRead> await(Running started) {
        ReadBatch batch = started.batch();
        String hint = "check the network, or raise --timeout";
        try {
            while (true) {
                long left = deadline.remaining().toMillis() + 1;
                try {
                    return started.answers().get(Math.min(left, TICK_MILLIS), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    if (left <= TICK_MILLIS) {
                        return batch.failed(ErrorCode.VAULT_UNREACHABLE, "did not answer in time", hint);
                    }
                    progress.waiting(done, batches, batch.names().getFirst());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return batch.failed(ErrorCode.INTERRUPTED, "was not waited for: interrupted", hint);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
