package io.envdrift.server;

class PostgresqlClientIT extends ClientServerContract {
    PostgresqlClientIT() {
        super(Backend.POSTGRESQL);
    }
}
