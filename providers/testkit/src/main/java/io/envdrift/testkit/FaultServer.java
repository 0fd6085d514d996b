package io.envdrift.testkit;

import io.envdrift.testserver.Answer;
import io.envdrift.testserver.Exchange;
import io.envdrift.testserver.LoopbackServer;
import io.envdrift.testserver.ReceivedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.net.ServerSocketFactory;

/**
 * A fake service on a loopback port with faults on demand: the base of the fakes that speak the vaults' wire protocols.
 *
 * <p>The service itself is a function from request to answer, or a {@link ServiceError}; it is called for one request at a time.
 */
public final class FaultServer implements AutoCloseable {
    private final Function<ReceivedRequest, Answer> service;
    private final LoopbackServer server;
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private volatile Fault lasting = Fault.none();
    private volatile Predicate<ReceivedRequest> concerned = request -> true;

    private FaultServer(Function<ReceivedRequest, Answer> service, Starter starter) throws IOException {
        this.service = service;
        this.server = starter.start(this);
    }

    @FunctionalInterface
    private interface Starter {
        LoopbackServer start(FaultServer self) throws IOException;
    }

    /** Starts a service without TLS. */
    public static FaultServer http(Function<ReceivedRequest, Answer> service) throws IOException {
        return new FaultServer(service, self -> LoopbackServer.http(self::serve));
    }

    /**
     * Starts a service with TLS.
     *
     * @param sockets from {@link io.envdrift.testserver.TestAuthority#issue}
     */
    public static FaultServer https(ServerSocketFactory sockets, Function<ReceivedRequest, Answer> service)
            throws IOException {
        return new FaultServer(service, self -> LoopbackServer.https(sockets, self::serve));
    }

    /** Starts a service, with TLS where its sockets are given. */
    public static FaultServer start(Optional<ServerSocketFactory> sockets, Function<ReceivedRequest, Answer> service)
            throws IOException {
        return sockets.isPresent() ? https(sockets.get(), service) : http(service);
    }

    /** Makes the next requests fail, one fault each, in order. */
    public void next(Fault... inOrder) {
        faults.addAll(List.of(inOrder));
    }

    /** Makes every request fail for which no other fault is waiting. */
    public void always(Fault fault) {
        lasting = fault;
    }

    /** Makes only some requests fail; not a log-in before them, for example. */
    public void onlyFor(Predicate<ReceivedRequest> some) {
        concerned = some;
    }

    /** Returns the URI of a path, with {@code localhost} as the host. */
    public URI uri(String path) {
        return server.uri(path);
    }

    /** Returns all requests so far. */
    public List<ReceivedRequest> requests() {
        return server.requests();
    }

    /** Returns how many connections were made so far. */
    public int connections() {
        return server.connections();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Exchange exchange) throws IOException {
        Fault fault = Fault.none();
        if (concerned.test(exchange.request())) {
            Fault waiting = faults.poll();
            fault = waiting == null ? lasting : waiting;
        }
        fault.serve(exchange, () -> perform(exchange.request()));
    }

    private synchronized Answer perform(ReceivedRequest request) {
        try {
            return service.apply(request);
        } catch (ServiceError e) {
            return e.answer();
        }
    }
}
