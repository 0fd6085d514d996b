package io.envdrift.sources;

/** A running watch. */
public interface SourceWatch extends AutoCloseable {
    /**
     * Ends the watch; a second time changes nothing. A running check or callback is interrupted and waited for, ten
     * seconds at most; a callback that closes its own watch goes on.
     */
    @Override
    void close();
}
