package io.envdrift.sources;

/** A running watch. */
public interface SourceWatch extends AutoCloseable {
    /** Ends the watch; a second time changes nothing. A callback that is running may still finish. */
    @Override
    void close();
}
