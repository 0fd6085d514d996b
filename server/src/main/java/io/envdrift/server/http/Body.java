package io.envdrift.server.http;

import io.envdrift.server.pipeline.Refusal;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads what a caller sends, for no longer than an honest one needs.
 *
 * <p>The web server ends a connection that is silent; a caller that sends a byte now and then would hold a thread for
 * good. Its setting for a least rate ({@code HttpConfiguration.minRequestDataRate}) is read by nothing in Jetty 12.
 */
final class Body {
    private static final int LEAST_BYTES_PER_SECOND = 256;
    /** Holds most bodies whole; a caller's claim of a length alone reserves no more. */
    private static final int FIRST_BUFFER = 1 << 16;

    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Context context;
    private final InputStream stream;
    private final long start = System.nanoTime();
    private long total;

    Body(Context context) throws IOException {
        this.context = context;
        this.stream = context.req().getInputStream();
    }

    /**
     * Reads to the end, but no more than so many bytes.
     *
     * @throws Refusal 408 when the caller is silent or too slow
     * @throws IOException when the connection ends
     */
    byte[] read(int most) throws IOException {
        byte[] bytes = new byte[Math.min(most, FIRST_BUFFER)];
        int length = 0;
        while (length < most) {
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(most, 2 * length));
            }
            int count = readSome(bytes, length);
            if (count < 0) {
                break;
            }
            length += count;
        }
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    private int readSome(byte[] bytes, int offset) throws IOException {
        requireRate();
        try {
            int count = stream.read(bytes, offset, bytes.length - offset);
            total += Math.max(0, count);
            return count;
        } catch (IOException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw tooSlow();
            }
            throw e;
        }
    }

    /** Called before more is read, never for a complete body: however long that took, it is there. */
    private void requireRate() {
        long time = System.nanoTime() - start - GRACE_NANOS;
        if (time > 0 && total < LEAST_BYTES_PER_SECOND * (double) time / TimeUnit.SECONDS.toNanos(1)) {
            throw tooSlow();
        }
    }

    private Refusal tooSlow() {
        context.header("Connection", "close");
        return Refusal.incomplete(408);
    }
}
