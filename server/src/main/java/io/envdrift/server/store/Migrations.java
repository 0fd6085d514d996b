package io.envdrift.server.store;

import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/** Brings a schema up to date with the scripts in {@code db/<dialect>}. */
final class Migrations {
    private Migrations() {}

    static void run(String url, @Nullable String user, @Nullable String password, String dialect) {
        Flyway.configure()
                .dataSource(url, user, password)
                .locations("classpath:db/" + dialect)
                .load()
                .migrate();
    }
}
