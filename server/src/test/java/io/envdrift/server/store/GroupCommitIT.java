package io.envdrift.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import io.envdrift.server.store.Database.Work;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes that wait for one writer, and are committed together. */
class GroupCommitIT {
    private static final int WAITING = 8;

    private final ExecutorService callers = Executors.newCachedThreadPool();

    @TempDir
    Path directory;

    private ConnectionPool pool;
    private GroupCommit group;

    @BeforeEach
    void open() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:sqlite:" + directory.resolve("group.db") + "?foreign_keys=on");
        config.setMaximumPoolSize(1);
        pool = ConnectionPool.open(config);
        group = new GroupCommit(pool, Duration.ofMinutes(5));
        group.write(connection -> Sql.update(connection, "CREATE TABLE notes (id INTEGER PRIMARY KEY)"));
    }

    @AfterEach
    void close() {
        callers.close();
        group.close();
        pool.close();
    }

    @Test
    void aRefusalTakesBackWhatItWroteAndNothingElse() throws Exception {
        IllegalStateException refusal = new IllegalStateException("refused");
        List<Future<Integer>> answers = together(number -> connection -> {
            insert(connection, number);
            if (number % 2 == 1) {
                throw refusal;
            }
            return number;
        });
        for (int number = 0; number < WAITING; number++) {
            Future<Integer> answer = answers.get(number);
            if (number % 2 == 1) {
                assertThatThrownBy(answer::get).cause().isSameAs(refusal);
            } else {
                assertThat(answer.get()).isEqualTo(number);
            }
        }
        assertThat(stored()).containsExactly(0L, 2L, 4L, 6L);
    }

    /** After a refusal groups have savepoints at once; both ways must end the same. */
    @Test
    void groupsAfterARefusalAreAsTrue() throws Exception {
        IllegalStateException refusal = new IllegalStateException("refused");
        List<Long> expected = new ArrayList<>();
        for (int turn = 0; turn < 3; turn++) {
            int first = turn * WAITING;
            List<Future<Integer>> answers = together(number -> connection -> {
                insert(connection, first + number);
                if (number == 2) {
                    throw refusal;
                }
                return number;
            });
            for (int number = 0; number < WAITING; number++) {
                if (number == 2) {
                    assertThatThrownBy(answers.get(number)::get).cause().isSameAs(refusal);
                } else {
                    assertThat(answers.get(number).get()).isEqualTo(number);
                    expected.add((long) first + number);
                }
            }
        }
        assertThat(stored()).containsExactlyElementsOf(expected);
    }

    @Test
    void aFailureOfTheDatabaseHitsOnlyTheOneThatMetIt() throws Exception {
        int twice = 1;
        List<Future<Integer>> answers =
                together(number -> connection -> insert(connection, number == 5 ? twice : number));
        int failed = 0;
        for (Future<Integer> answer : answers) {
            try {
                answer.get();
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(SQLException.class);
                failed++;
            }
        }
        assertThat(failed).isEqualTo(1);
        assertThat(stored()).containsExactly(0L, 1L, 2L, 3L, 4L, 6L, 7L);
    }

    @Test
    void nobodyIsAnsweredBeforeTheCommit() throws Exception {
        // A deferred constraint is looked at by the commit: it fails for all that would have been committed together.
        group.write(connection -> Sql.update(
                connection, "CREATE TABLE replies (note INTEGER REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED)"));
        List<Future<Integer>> answers = together(number -> connection -> number == 3
                ? Sql.update(connection, "INSERT INTO replies (note) VALUES (99)")
                : insert(connection, number));
        for (Future<Integer> answer : answers) {
            assertThatThrownBy(answer::get).hasCauseInstanceOf(SQLException.class);
        }
        assertThat(stored()).isEmpty();
    }

    @Test
    void whatComesAfterTheEndIsToldSo() {
        group.close();
        assertThatThrownBy(() -> group.write(connection -> insert(connection, 1)))
                .isInstanceOf(SQLTransientConnectionException.class);
    }

    @Test
    void nobodyWaitsForEver() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Future<Boolean> first = callers.submit(() -> group.write(connection -> {
            begun.countDown();
            return awaited(end);
        }));
        begun.await();
        assertThatThrownBy(() -> group.write(connection -> insert(connection, 1), Duration.ZERO))
                .isInstanceOf(SQLTransientConnectionException.class);
        end.countDown();
        assertThat(first.get()).isTrue();
        group.write(connection -> insert(connection, 2));
        // Whoever was told that nothing was written is told the truth.
        assertThat(stored()).containsExactly(2L);
    }

    /** Has work wait until all of it stands in the queue. */
    private List<Future<Integer>> together(IntFunction<Work<Integer>> work) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Future<Boolean> first = callers.submit(() -> group.write(connection -> {
            begun.countDown();
            return awaited(end);
        }));
        begun.await();
        List<Future<Integer>> answers = new ArrayList<>();
        for (int number = 0; number < WAITING; number++) {
            Work<Integer> each = work.apply(number);
            answers.add(callers.submit(() -> group.write(each)));
        }
        while (group.waiting() < WAITING) {
            Thread.onSpinWait();
        }
        end.countDown();
        first.get();
        return answers;
    }

    private static boolean awaited(CountDownLatch latch) throws SQLException {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new SQLException(e);
        }
    }

    private static int insert(Connection connection, int id) throws SQLException {
        return Sql.update(connection, "INSERT INTO notes (id) VALUES (?)", id);
    }

    private List<Long> stored() throws SQLException {
        return group.write(
                connection -> Sql.all(connection, "SELECT id FROM notes ORDER BY id", row -> row.getLong(1)));
    }
}
