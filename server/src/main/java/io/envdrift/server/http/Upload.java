package io.envdrift.server.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** One request's body on its way in. */
final class Upload implements Runnable {
    private static final long AT_ONCE_MILLIS = 1;

    private final Uploads uploads;
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final String address;
    private final AddressSlots bodies;
    private final ByteBudget budget;
    private final CallerLimits limits;
    /** One byte more than allowed shows that there is too much. */
    private final int kept;
    /** Some more is read and thrown away: a client that is cut off while it writes never sees the answer. */
    private final long most;

    private final long length;
    private byte[] bytes = {};
    private int size;
    private long received;
    private long reserved;
    private volatile long deadline = Long.MAX_VALUE;

    Upload(
            Uploads uploads,
            Request request,
            Response response,
            Callback callback,
            String address,
            HttpSettings settings,
            AddressSlots bodies,
            ByteBudget budget) {
        this.uploads = uploads;
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.address = address;
        this.bodies = bodies;
        this.budget = budget;
        this.limits = settings.limits();
        this.kept = settings.maxBodyBytes() + 1;
        this.most = 2L * settings.maxBodyBytes() + 1;
        this.length = request.getLength();
    }

    void begin() {
        if (length == 0 || isAnsweredUnread()) {
            uploads.call(request, response, callback, address);
        } else if (bodies.enter(address, this::reserve) == AddressSlots.Entry.TAKEN) {
            reserve();
        }
    }

    /** Tells whether a refusal can be sent unread: the client waits for "100 Continue", which reading would send. */
    private boolean isAnsweredUnread() {
        return length >= kept && request.getHeaders().contains(HttpHeader.EXPECT);
    }

    private void reserve() {
        deadline = System.nanoTime() + limits.bodyNanos(Math.max(0, Math.min(length, most)));
        if (length <= Uploads.SMALL || hasBytes(Math.min(length, kept))) {
            run();
        }
    }

    private boolean hasBytes(long wanted) {
        reserved = wanted;
        return budget.take(address, wanted, () -> {
            // The wait for other callers' bytes was not this caller's fault, so it does not count.
            deadline = System.nanoTime() + limits.bodyNanos(Math.max(0, Math.min(length, most)));
            run();
        });
    }

    /** Reads what is there, and comes back when there is more. */
    @Override
    public void run() {
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                uploads.reads(this);
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                finish(chunk);
                return;
            }
            boolean last = chunk.isLast();
            keep(chunk.getByteBuffer());
            chunk.release();
            if (last || received >= most) {
                finish(null);
                return;
            }
            if (isLate(System.nanoTime())) {
                finish(Content.Chunk.from(new TimeoutException("the body is not there in time")));
                return;
            }
            if (reserved == 0 && received > Uploads.SMALL && !hasBytes(kept)) {
                return;
            }
        }
    }

    private void keep(ByteBuffer buffer) {
        received += buffer.remaining();
        int count = Math.min(buffer.remaining(), kept - size);
        if (size + count > bytes.length) {
            int wanted = length >= 0 && length < kept ? (int) length : Math.min(kept, Math.max(2 * size, size + count));
            // A claim of a length alone reserves no memory.
            int grown = Math.max(size + count, Math.min(wanted, Math.max(2 * size, Uploads.SMALL)));
            bytes = Arrays.copyOf(bytes, grown);
        }
        buffer.get(bytes, size, count);
        size += count;
    }

    private void finish(Content.@Nullable Chunk failure) {
        uploads.read(this);
        if (failure != null) {
            // It may have been shortened to end the reading; the answer has the usual time.
            connection().setIdleTimeout(limits.idle().toMillis());
        }
        bodies.leave(address);
        long given = reserved;
        Callback ending = given == 0 ? callback : Callback.from(() -> budget.give(address, given), callback);
        uploads.call(new Loaded(request, ByteBuffer.wrap(bytes, 0, size), failure), response, ending, address);
    }

    private boolean isLate(long nanoTime) {
        return nanoTime - deadline > 0;
    }

    /** Has Jetty fail the read as one that was silent for too long: {@link #run} is told so. */
    void endIfLate(long nanoTime) {
        if (deadline != Long.MAX_VALUE && isLate(nanoTime)) {
            connection().setIdleTimeout(AT_ONCE_MILLIS);
        }
    }

    private EndPoint connection() {
        return request.getConnectionMetaData().getConnection().getEndPoint();
    }

    /** The request with the body that was read of it, and the failure that ended the reading. */
    private static final class Loaded extends Request.Wrapper {
        private final ByteBuffer content;
        private final Content.@Nullable Chunk failure;
        private boolean done;

        Loaded(Request request, ByteBuffer content, Content.@Nullable Chunk failure) {
            super(request);
            this.content = content;
            this.failure = failure;
        }

        @Override
        public Content.Chunk read() {
            if (content.hasRemaining()) {
                ByteBuffer rest = content.slice();
                content.position(content.limit());
                return Content.Chunk.from(rest, failure == null);
            }
            if (failure != null && !done) {
                done = true;
                return Content.Chunk.from(failure.getFailure(), true);
            }
            return Content.Chunk.EOF;
        }

        @Override
        public void demand(Runnable task) {
            task.run();
        }
    }
}
