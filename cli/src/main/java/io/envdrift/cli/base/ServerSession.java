package io.envdrift.cli.base;

/** What a command works with while it calls a server. */
public interface ServerSession extends AutoCloseable {
    /** Ends the connections. */
    @Override
    void close();
}
