package io.envdrift.sources;

import java.util.function.Supplier;

/** A watch with a client of its own, which is closed with it. */
final class ClientWatch {
    private ClientWatch() {}

    /**
     * Starts a watch; where that fails, its client is closed at once.
     *
     * @param client closes the client
     * @param start starts looking, and returns what ends it
     */
    static SourceWatch start(Runnable client, Supplier<Runnable> start) {
        Runnable watch;
        try {
            watch = start.get();
        } catch (RuntimeException | Error e) {
            client.run();
            throw e;
        }
        return () -> {
            try {
                watch.run();
            } finally {
                client.run();
            }
        };
    }
}
