package io.envdrift.server.store;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.files.ForeignFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Whole copies of an SQLite database. */
public final class SqliteCopy {
    private SqliteCopy() {}

    /**
     * Copies a database that may be in use into an empty file, and forces the copy to the device.
     *
     * @throws EnvdriftException {@code SERVER} when that fails
     */
    public static void into(Path database, Path copy) {
        try (Connection connection = DriverManager.getConnection(SqliteFile.url(database))) {
            Sql.update(connection, "VACUUM INTO ?", copy.toString());
        } catch (SQLException e) {
            throw failed("Cannot copy " + database, e);
        }
        try {
            ForeignFile.force(copy);
        } catch (IOException e) {
            throw failed("Cannot write " + copy, e);
        }
    }

    /**
     * Makes sure that a file is an undamaged database of this server.
     *
     * @throws EnvdriftException {@code SERVER} when it is not
     */
    public static void requireSound(Path copy) {
        try (Connection connection = DriverManager.getConnection(SqliteFile.url(copy) + "?open_mode=1")) {
            String result = Sql.first(connection, "PRAGMA integrity_check", row -> row.getString(1))
                    .orElse("no answer");
            if (!result.equals("ok")) {
                throw new EnvdriftException(ErrorCode.SERVER, copy + " is damaged: " + result);
            }
            long unused = Sql.number(connection, "SELECT COUNT(*) FROM server_facts");
        } catch (SQLException e) {
            throw failed(copy + " is no backup of this server", e);
        }
    }

    private static EnvdriftException failed(String what, Exception cause) {
        return new EnvdriftException(ErrorCode.SERVER, what, null, cause);
    }
}
