package io.envdrift.server;

class SqliteApiIT extends ApiContract {
    SqliteApiIT() {
        super(Backend.SQLITE);
    }
}
