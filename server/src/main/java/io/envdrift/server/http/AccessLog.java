package io.envdrift.server.http;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for each call at the level {@code debug}: address, method, path, status, milliseconds. It has neither queries,
 * which hold names and codes of identity providers, nor header fields, nor bodies.
 */
record AccessLog(TrustedProxies proxies) implements RequestLog {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

    /** Tells whether the level is switched on. */
    static boolean isWanted() {
        return LOG.isDebugEnabled();
    }

    @Override
    public void log(Request request, Response response) {
        String caller = proxies.callerOf(
                Request.getRemoteAddr(request), request.getHeaders().getValuesList("X-Forwarded-For"));
        long taken = TimeUnit.NANOSECONDS.toMillis(NanoTime.since(request.getHeadersNanoTime()));
        LOG.debug(
                "{} {} {} {} {} ms",
                caller,
                request.getMethod(),
                request.getHttpURI().getPath(),
                response.getStatus(),
                taken);
    }
}
