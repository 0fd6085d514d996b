package io.envdrift.testkit;

import io.envdrift.testserver.Answer;
import io.envdrift.testserver.ReceivedRequest;
import java.util.Optional;

/** A fake of a vault's service that goes wrong on demand. */
public interface FaultyService extends AutoCloseable {
    /** Returns the server it runs on. */
    FaultServer server();

    /** Puts a secret there, past the protocol. */
    void store(String name, String value);

    /** Returns what is stored, past the protocol. */
    Optional<String> stored(String name);

    /** Returns how the service says no with a status: 401, 403, 404, 429 or one of 5xx. */
    Answer refusal(int status);

    /** Tells whether a request reads a secret's value. */
    boolean reads(ReceivedRequest request);

    /** Tells whether a request would change a secret. */
    boolean writes(ReceivedRequest request);

    @Override
    default void close() {
        server().close();
    }
}
