package io.envdrift.server.store;

import com.zaxxer.hikari.HikariConfig;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileOperations;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/** How an SQLite file is opened: owner-only, write-ahead log, every commit forced to the device. */
final class SqliteFile {
    private static final int BUSY_MILLIS = 10_000;
    /** 16 MB of log: a checkpoint writes a page once, however often it was changed. SQLite's own choice is a quarter of it. */
    private static final int CHECKPOINT_PAGES = 4000;

    private SqliteFile() {}

    static Database open(Path file, MeterRegistry meters) throws SQLException {
        // Made first and empty, because SQLite would give it the umask's mode; its side files take the mode over.
        new AtomicFile(FileOperations.system()).createNew(file, new byte[0], FileAccess.OWNER_ONLY);
        Migrations.run(url(file), null, null, "sqlite");
        HikariConfig readers = pool(file, TransactionMode.DEFERRED);
        // What is read on a connection that cannot write may be cached, see ReadCache.
        readers.setConnectionInitSql("PRAGMA query_only = ON");
        HikariConfig writer = pool(file, TransactionMode.IMMEDIATE);
        writer.setConnectionInitSql("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
        return Database.of(writer, readers, meters);
    }

    static String url(Path file) {
        return "jdbc:sqlite:" + file;
    }

    private static HikariConfig pool(Path file, TransactionMode mode) {
        SQLiteConfig sqlite = new SQLiteConfig();
        sqlite.setJournalMode(JournalMode.WAL);
        sqlite.setSynchronous(SynchronousMode.FULL);
        sqlite.setTransactionMode(mode);
        sqlite.setBusyTimeout(BUSY_MILLIS);
        sqlite.enforceForeignKeys(true);
        // Generated keys are not used, and the driver would run a query for them after each insert.
        sqlite.setGetGeneratedKeys(false);
        SQLiteDataSource source = new SQLiteDataSource(sqlite);
        source.setUrl(url(file));
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        // A local file needs no fresh connections, and kept statements live as long as theirs.
        config.setMaxLifetime(0);
        config.setIdleTimeout(0);
        return config;
    }
}
