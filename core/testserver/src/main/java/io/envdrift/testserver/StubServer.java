package io.envdrift.testserver;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** A server in memory on a free port. A test may put a fault in front of the next answers. */
abstract class StubServer implements Behaviour, AutoCloseable {
    private final LoopbackServer server;
    private final AtomicReference<Behaviour> fault = new AtomicReference<>();

    StubServer() throws IOException {
        server = LoopbackServer.http(this);
    }

    /** Returns the address. */
    public final URI uri() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /** Lets a behaviour see every request first. */
    public final void disturb(Behaviour behaviour) {
        fault.set(behaviour);
    }

    /** Returns what arrived. */
    public final List<ReceivedRequest> requests() {
        return server.requests();
    }

    @Override
    public final void serve(Exchange exchange) throws IOException {
        Behaviour disturbance = fault.get();
        if (disturbance != null) {
            disturbance.serve(exchange);
        } else {
            exchange.answer(answer(exchange.request()));
        }
    }

    /** Does what is asked and returns the answer, which a fault may then lose. */
    public abstract Answer answer(ReceivedRequest request);

    @Override
    public final void close() throws IOException {
        server.close();
    }
}
