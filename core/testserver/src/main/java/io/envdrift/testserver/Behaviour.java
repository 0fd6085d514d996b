package io.envdrift.testserver;

import java.io.IOException;

/** What a server does when a request has arrived. */
@FunctionalInterface
public interface Behaviour {
    /**
     * Answers, or does not.
     *
     * @throws IOException when the client went away, or the behaviour itself ended the connection
     */
    void serve(Exchange exchange) throws IOException;

    /** Gives every request the same bytes. */
    static Behaviour sending(String bytes) {
        return exchange -> exchange.send(bytes);
    }
}
