package io.envdrift.server.store;

import io.envdrift.server.store.Database.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One writer for a database that has only one: what waits while a transaction is forced to the device goes into the
 * next transaction together. So the device is waited for once per group, and still no call is answered before its write
 * is durable.
 *
 * <p>A refusal must take back what its own work wrote and nothing else: a savepoint before each piece of work does
 * that, which copies every page that the work changes. Most groups have no refusal, so a group goes without first, and
 * once more with them when it meets one.
 */
final class GroupCommit implements AutoCloseable {
    /** So few that the first of a group does not wait long for the last; more seldom wait at once. */
    private static final int GROUP = 64;

    /** Refusals come in rows, as when many push onto the same version: so many groups after one have savepoints at once. */
    private static final int CAREFUL = 16;

    private final ConnectionPool writers;
    private final Duration patience;
    private final BlockingQueue<Pending<?>> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closed;
    /** How many groups still have savepoints at once; the writer's own. */
    private int careful;

    /**
     * Creates a writer.
     *
     * @param writers has one connection
     * @param patience how long work waits for its turn
     */
    GroupCommit(ConnectionPool writers, Duration patience) {
        this.writers = writers;
        this.patience = patience;
        this.thread = Thread.ofPlatform().name("database-writer").daemon().start(this::run);
    }

    /**
     * Runs work in a transaction, on another thread.
     *
     * @throws SQLException when its turn does not come in time, the database fails, or the work throws it
     */
    <T> T write(Work<T> work) throws SQLException {
        return write(work, patience);
    }

    <T> T write(Work<T> work, Duration patience) throws SQLException {
        Pending<T> pending = new Pending<>(work);
        queue.add(pending);
        if (closed) {
            pending.fail(new SQLTransientConnectionException("closed"));
        }
        return pending.await(patience);
    }

    /** Returns how many wait for their turn. */
    int waiting() {
        return queue.size();
    }

    /** Finishes what is being written; what still waits is told that the database is closed. */
    @Override
    public void close() {
        closed = true;
        queue.add(new Pending<>(connection -> true));
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                thread.interrupt();
                Thread.currentThread().interrupt();
                return;
            }
        }
        queue.forEach(pending -> pending.fail(new SQLTransientConnectionException("closed")));
    }

    private void run() {
        while (!closed) {
            try {
                List<Pending<?>> group = new ArrayList<>(List.of(queue.take()));
                queue.drainTo(group, GROUP - 1);
                group.removeIf(pending -> !pending.take());
                runTogether(group);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void runTogether(List<Pending<?>> group) {
        try {
            if (group.size() > 1 && commitTogether(group)) {
                group.forEach(Pending::finish);
            } else {
                group.forEach(this::runAlone);
            }
        } catch (Throwable e) {
            group.forEach(pending -> pending.fail(e));
        }
    }

    /** Returns false when the database failed under one of them: nothing was written then, and which one it was shows alone. */
    private boolean commitTogether(List<Pending<?>> group) throws SQLException {
        if (careful > 0) {
            careful--;
        } else if (writers.use(connection -> transaction(connection, group, false))) {
            return true;
        } else {
            careful = CAREFUL;
        }
        return writers.use(connection -> transaction(connection, group, true));
    }

    /** Returns false when nothing was written: the database failed, or one of them refused and there are no savepoints. */
    private static boolean transaction(Connection connection, List<Pending<?>> group, boolean savepoints)
            throws SQLException {
        connection.setAutoCommit(false);
        boolean committed = false;
        try {
            if (!(savepoints ? runEach(connection, group) : runAll(connection, group))) {
                return false;
            }
            connection.commit();
            committed = true;
            return true;
        } finally {
            if (!committed) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        }
    }

    private static boolean runAll(Connection connection, List<Pending<?>> group) {
        try {
            for (Pending<?> pending : group) {
                if (!pending.runOn(connection)) {
                    return false;
                }
            }
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private static boolean runEach(Connection connection, List<Pending<?>> group) {
        try {
            for (Pending<?> pending : group) {
                Sql.update(connection, "SAVEPOINT work");
                if (!pending.runOn(connection)) {
                    Sql.update(connection, "ROLLBACK TO work");
                }
                Sql.update(connection, "RELEASE work");
            }
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private void runAlone(Pending<?> pending) {
        try {
            writers.use(connection -> Database.transaction(connection, pending::runAlone));
            pending.finish();
        } catch (Throwable e) {
            pending.fail(e);
        }
    }

    /** Work that somebody waits for. Whoever takes it decides its fate: the writer, or the one who will wait no longer. */
    private static final class Pending<T> {
        private final Work<T> work;
        private final AtomicBoolean taken = new AtomicBoolean();
        private final CompletableFuture<Outcome<T>> outcome = new CompletableFuture<>();
        private @Nullable Outcome<T> latest;

        /** The outcome of the work: a result, or an exception. */
        private record Outcome<T>(
                @Nullable T result, @Nullable Throwable failure) {}

        Pending(Work<T> work) {
            this.work = work;
        }

        boolean take() {
            return taken.compareAndSet(false, true);
        }

        /** Returns false when the work refused: what it wrote must go. */
        boolean runOn(Connection connection) throws SQLException {
            try {
                latest = new Outcome<>(work.on(connection), null);
                return true;
            } catch (RuntimeException | Error e) {
                latest = new Outcome<>(null, e);
                return false;
            }
        }

        boolean runAlone(Connection connection) throws SQLException {
            latest = new Outcome<>(work.on(connection), null);
            return true;
        }

        /** Reports the outcome to the waiting thread; the transaction is durable. */
        void finish() {
            outcome.complete(Objects.requireNonNull(latest));
        }

        void fail(Throwable failure) {
            outcome.complete(new Outcome<>(null, failure));
        }

        T await(Duration patience) throws SQLException {
            try {
                return result(outcome.get(patience.toMillis(), TimeUnit.MILLISECONDS));
            } catch (TimeoutException | ExecutionException e) {
                if (take()) {
                    throw new SQLTransientConnectionException("busy for " + patience.toSeconds() + " s", e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                if (take()) {
                    throw new SQLTransientConnectionException("interrupted", e);
                }
            }
            // It is being written: only its end tells what to answer.
            return result(outcome.join());
        }

        private static <T> T result(Outcome<T> outcome) throws SQLException {
            return switch (outcome.failure()) {
                case null -> Objects.requireNonNull(outcome.result());
                case SQLException e -> throw e;
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case Throwable e -> throw new IllegalStateException(e);
            };
        }
    }
}
