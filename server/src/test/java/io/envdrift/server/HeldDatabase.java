package io.envdrift.server;

import io.envdrift.server.pipeline.Session;
import io.envdrift.server.store.StorageSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Holds SQLite's only right to write, as another process may: the writes of a server in this process wait until this is closed. */
public final class HeldDatabase implements AutoCloseable {
    private final Connection connection;
    private final Statement statement;

    private HeldDatabase(Connection connection) throws SQLException {
        this.connection = connection;
        this.statement = connection.createStatement();
    }

    /** Takes the right to write. */
    public static HeldDatabase of(StorageSettings storage) throws SQLException {
        HeldDatabase held = new HeldDatabase(DriverManager.getConnection("jdbc:sqlite:" + storage.file()));
        held.run("BEGIN IMMEDIATE");
        return held;
    }

    /** Changes something; the server sees it when this is closed. */
    public void run(String sql) throws SQLException {
        statement.execute(sql);
    }

    /**
     * Returns when a call was let in and has begun to change something, and so waits.
     *
     * @throws AssertionError when it is answered instead
     */
    public void awaitChange(Future<?> call) {
        while (Thread.getAllStackTraces().values().stream()
                .flatMap(Stream::of)
                .noneMatch(frame -> frame.getClassName().equals(Session.class.getName())
                        && frame.getMethodName().equals("change"))) {
            if (call.isDone()) {
                throw new AssertionError("answered before it changed anything");
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            run("COMMIT");
        }
    }
}
