package io.envdrift.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was read once is good until something is committed, by whomever. */
class ReadCacheIT {
    private static final AtomicInteger READS = new AtomicInteger();

    @TempDir
    Path directory;

    private StorageSettings storage;
    private Database database;

    /** Finds the text of a note. */
    private record Note(int id) implements CachedRead<Optional<String>> {
        @Override
        public Optional<String> read(Connection connection) throws SQLException {
            READS.incrementAndGet();
            return Sql.first(connection, "SELECT text FROM notes WHERE id = ?", row -> row.getString(1), id);
        }

        @Override
        public int size(Optional<String> found) {
            return found.map(String::length).orElse(0);
        }
    }

    @BeforeEach
    void open() {
        storage = StorageSettings.sqlite(directory);
        database = Database.open(storage, new SimpleMeterRegistry());
        database.write(connection ->
                Sql.update(connection, "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)"));
        insert(1, "one");
        READS.set(0);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatNobodyChangedIsReadOnce() {
        assertThat(List.of(note(1), note(1), note(1))).containsOnly(Optional.of("one"));
        assertThat(READS).hasValue(1);
    }

    @Test
    void whatWasCommittedIsSeenByTheNextRead() throws SQLException {
        assertThat(List.of(note(1), note(2))).containsExactly(Optional.of("one"), Optional.empty());
        insert(2, "two");
        assertThat(note(2)).contains("two");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + storage.file())) {
            Sql.update(other, "DELETE FROM notes WHERE id = 1");
            assertThat(note(1)).isEmpty();
            other.setAutoCommit(false);
            Sql.update(other, "DELETE FROM notes WHERE id = 2");
            assertThat(note(2)).contains("two");
            other.commit();
        }
        assertThat(note(2)).isEmpty();
    }

    /** A transaction sees its own changes, which no data version tells. */
    @Test
    void whereSomethingIsWrittenNothingIsCached() {
        List<Optional<String>> seen = database.write(connection -> {
            Optional<String> before = ReadCache.get(connection, new Note(1));
            Sql.update(connection, "UPDATE notes SET text = 'changed' WHERE id = 1");
            return List.of(before, ReadCache.get(connection, new Note(1)));
        });
        assertThat(seen).containsExactly(Optional.of("one"), Optional.of("changed"));
        assertThatThrownBy(() ->
                        database.read(connection -> Sql.update(connection, "UPDATE notes SET text = '' WHERE id = 1")))
                .isInstanceOf(DatabaseUnavailableException.class);
        assertThat(note(1)).contains("changed");
    }

    /** What a call reads of one connection, it may take for one moment's; the next call sees what was committed meanwhile. */
    @Test
    void aCommitIsLookedForOncePerLending() {
        note(1);
        List<Optional<String>> seen = database.read(connection -> {
            Optional<String> before = ReadCache.get(connection, new Note(1));
            database.write(writing -> Sql.update(writing, "UPDATE notes SET text = 'changed' WHERE id = 1"));
            return List.of(before, ReadCache.get(connection, new Note(1)));
        });
        assertThat(seen).containsOnly(Optional.of("one"));
        assertThat(note(1)).contains("changed");
    }

    /** Nobody says when its lending ends. */
    @Test
    void aConnectionOfNoPoolReadsEachTime() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + storage.file())) {
            Sql.update(connection, "PRAGMA query_only = ON");
            assertThat(ReadCache.get(connection, new Note(1))).contains("one");
            database.write(writing -> Sql.update(writing, "UPDATE notes SET text = 'changed' WHERE id = 1"));
            assertThat(ReadCache.get(connection, new Note(1))).contains("changed");
        }
    }

    @Test
    void memoryIsBounded() {
        insert(2, "x".repeat(200_000));
        assertThat(note(2)).isEqualTo(note(2));
        assertThat(READS).as("too large to be kept").hasValue(2);
        for (int id = 3; id < 20; id++) {
            insert(id, "x".repeat(100_000));
        }
        READS.set(0);
        database.read(connection -> {
            for (int id = 3; id < 20; id++) {
                ReadCache.get(connection, new Note(id));
            }
            ReadCache.get(connection, new Note(19));
            return ReadCache.get(connection, new Note(3));
        });
        assertThat(READS).as("the first one made room, the last one is there").hasValue(18);
    }

    private Optional<String> note(int id) {
        return database.read(connection -> ReadCache.get(connection, new Note(id)));
    }

    private void insert(int id, String text) {
        database.write(connection -> Sql.update(connection, "INSERT INTO notes VALUES (?, ?)", id, text));
    }
}
