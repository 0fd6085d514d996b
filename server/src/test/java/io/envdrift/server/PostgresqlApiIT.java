package io.envdrift.server;

class PostgresqlApiIT extends ApiContract {
    PostgresqlApiIT() {
        super(Backend.POSTGRESQL);
    }
}
