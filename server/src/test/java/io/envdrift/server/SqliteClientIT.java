package io.envdrift.server;

class SqliteClientIT extends ClientServerContract {
    SqliteClientIT() {
        super(Backend.SQLITE);
    }
}
