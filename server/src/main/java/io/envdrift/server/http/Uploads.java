package io.envdrift.server.http;

import io.envdrift.server.pipeline.CallerAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Reads each request's body before a thread is spent on the call, and lets one address have so many bodies and calls at
 * once. Whoever sends slowly holds a buffer and no thread, and is cut off when the body is not there in time.
 *
 * <p>Jetty's {@code EagerContentHandler} reads ahead as well, but knows no deadline, no address and no bound for the
 * process; its {@code QoSHandler} counts calls, whose bodies are read in their threads.
 */
final class Uploads extends Handler.Wrapper {
    /** A quarter of the threads. */
    static final int CALLS_PER_ADDRESS = 32;

    /** Bodies up to this size are what most callers send; they wait for no one else's bytes. */
    static final int SMALL = 16 << 10;

    private final HttpSettings settings;
    private final TrustedProxies proxies;
    private final Set<Upload> slow = ConcurrentHashMap.newKeySet();
    private final AddressSlots bodies;
    private final AddressSlots calls;
    private final ByteBudget bytes;

    /**
     * Creates the way in.
     *
     * @param executor runs what had to wait
     */
    Uploads(HttpSettings settings, Executor executor) {
        this.settings = settings;
        this.proxies = new TrustedProxies(settings.proxies());
        CallerLimits limits = settings.limits();
        this.bodies = new AddressSlots(limits.bodiesPerAddress(), Integer.MAX_VALUE, executor);
        this.calls = new AddressSlots(CALLS_PER_ADDRESS, Integer.MAX_VALUE, executor);
        this.bytes = new ByteBudget(limits.bytesInFlight(), settings.maxBodyBytes() + 1L, executor);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String address = CallerAddress.group(proxies.callerOf(
                Request.getRemoteAddr(request), request.getHeaders().getValuesList("X-Forwarded-For")));
        new Upload(this, request, response, callback, address, settings, bodies, bytes).begin();
        return true;
    }

    /** Hands on a request whose body is complete: at once, or when fewer calls of its address are running. */
    void call(Request request, Response response, Callback callback, String address) {
        Runnable run = () -> {
            Callback ending = Callback.from(() -> calls.leave(address), callback);
            try {
                if (!super.handle(request, response, ending)) {
                    Response.writeError(request, response, ending, 404);
                }
            } catch (Throwable e) {
                Response.writeError(request, response, ending, e);
            }
        };
        if (calls.enter(address, run) == AddressSlots.Entry.TAKEN) {
            run.run();
        }
    }

    void reads(Upload upload) {
        slow.add(upload);
    }

    void read(Upload upload) {
        slow.remove(upload);
    }

    /** Cuts off what should have been there by now. */
    void endLate(long nanoTime) {
        slow.forEach(upload -> upload.endIfLate(nanoTime));
    }
}
