package io.envdrift.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** One real PostgreSQL per test run, with a fresh database for whoever asks. Tests are skipped where it cannot start. */
final class EmbeddedPostgresql {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private EmbeddedPostgresql() {}

    static String newDatabase() {
        String name = "test" + DATABASES.incrementAndGet();
        try (Connection connection = server().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
            return server().getJdbcUrl("postgres", name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Drops a database under the feet of whoever uses it. */
    static void drop(String url) throws SQLException {
        String name = url.substring(url.lastIndexOf('/') + 1, url.indexOf('?'));
        try (Connection connection = server().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE " + name + " WITH (FORCE)");
        }
    }

    private static EmbeddedPostgres server() {
        Assumptions.assumeTrue(Holder.SERVER != null, () -> "PostgreSQL cannot start here: " + Holder.failure);
        return Objects.requireNonNull(Holder.SERVER);
    }

    private static final class Holder {
        static @Nullable String failure;
        static final @Nullable EmbeddedPostgres SERVER = start();

        private static @Nullable EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "300")
                        .start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server)));
                return server;
            } catch (IOException | RuntimeException e) {
                failure = e.toString();
                return null;
            }
        }

        private static void close(EmbeddedPostgres server) {
            try {
                server.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
