package io.envdrift.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * The library's connection, made stricter: it refuses ambiguous framing, because a proxy may have read the message the
 * other way. It also logs nothing, where the library's own logs headers with their credentials.
 */
final class ClientConnection extends DefaultBHttpClientConnection implements ManagedHttpClientConnection {
    /** Of which the last is the line that ends the head. */
    private static final int MOST_LINES = 257;

    private static final int MOST_INTERIM_ANSWERS = 16;
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final Http1Config CONFIG = Http1Config.custom()
            .setMaxLineLength(HeadLines.LARGEST_HEAD)
            .setMaxHeaderCount(MOST_LINES)
            .setMaxEmptyLineCount(1)
            .build();

    private final Input input;
    private volatile @Nullable SocketChannel channel;
    private volatile boolean closed;
    private @Nullable IOException unwritten;
    private int interimAnswers;

    /** Reads heads and keeps the buffer: bytes left in it were sent unasked. */
    private static final class Input {
        private @Nullable SessionInputBuffer buffer;

        HttpMessageParser<ClassicHttpResponse> parser() {
            DefaultHttpResponseParser parser = new DefaultHttpResponseParser(CONFIG);
            return (lines, in) -> {
                buffer = lines;
                try {
                    return parser.parse(new HeadLines(lines), in);
                } catch (IllegalArgumentException e) {
                    throw new ProtocolException("no status line", e);
                }
            };
        }

        boolean isEmpty() {
            return buffer == null || buffer.length() == 0;
        }
    }

    ClientConnection() {
        this(new Input());
    }

    private ClientConnection(Input input) {
        super(CONFIG, null, null, null, null, null, config -> input.parser());
        this.input = input;
    }

    @Override
    public void bind(Socket socket) throws IOException {
        channel = socket.getChannel();
        if (closed) {
            // The time was up while the connection was made.
            close(CloseMode.IMMEDIATE);
            throw new SocketException("closed");
        }
        super.bind(socket);
    }

    @Override
    public @Nullable Socket getSocket() {
        return getSocketHolder() == null ? null : getSocketHolder().getSocket();
    }

    @Override
    public void activate() {}

    @Override
    public void passivate() {}

    /** Tells whether an idle connection has ended, or said something that nobody asked for. */
    @Override
    public boolean isStale() {
        try {
            SocketChannel open = channel;
            Socket socket = getSocket();
            if (open == null
                    || socket == null
                    || !input.isEmpty()
                    || socket.getInputStream().available() != 0) {
                return true;
            }
            open.configureBlocking(false);
            boolean silent = open.read(ByteBuffer.allocate(1)) == 0;
            open.configureBlocking(true);
            return !silent;
        } catch (IOException e) {
            return true;
        }
    }

    /** A server may refuse a large body before it has all of it, and then stop to read: its answer is looked for. */
    @Override
    public void sendRequestEntity(ClassicHttpRequest request) throws HttpException, IOException {
        interimAnswers = 0;
        try {
            super.sendRequestEntity(request);
        } catch (IOException e) {
            unwritten = e;
        }
    }

    @Override
    public void flush() throws IOException {
        if (unwritten != null) {
            return;
        }
        try {
            super.flush();
        } catch (IOException e) {
            unwritten = e;
        }
    }

    @Override
    public ClassicHttpResponse receiveResponseHeader() throws HttpException, IOException {
        try {
            ClassicHttpResponse response = super.receiveResponseHeader();
            requireClear(response);
            return response;
        } catch (IOException e) {
            throw unwritten == null ? e : unwritten;
        }
    }

    @Override
    public boolean isConsistent() {
        return unwritten == null && super.isConsistent();
    }

    @Override
    protected InputStream createContentInputStream(long length, SessionInputBuffer buffer, InputStream in) {
        return super.createContentInputStream(length, new HeadLines(buffer), in);
    }

    private void requireClear(ClassicHttpResponse response) throws HttpException {
        int status = response.getCode();
        if (status < 200 && (status == 101 || ++interimAnswers > MOST_INTERIM_ANSWERS)) {
            throw new ProtocolException("unexpected interim answer");
        }
        boolean known = response.getVersion().equals(HttpVersion.HTTP_1_1)
                || response.getVersion().equals(HttpVersion.HTTP_1_0);
        if (!known || status < 100 || status > 599) {
            throw new ProtocolException("no status line");
        }
        for (Header header : response.getHeaders()) {
            if (!HttpHeaders.isField(header.getName(), String.valueOf(header.getValue()))) {
                throw new ProtocolException("malformed header field");
            }
        }
        List<String> codings = values(response, "Transfer-Encoding");
        List<String> lengths =
                values(response, "Content-Length").stream().distinct().toList();
        if (!codings.isEmpty()
                && (codings.size() > 1 || !codings.getFirst().equalsIgnoreCase("chunked") || !lengths.isEmpty())) {
            throw new ProtocolException("unclear end of the body");
        }
        if (lengths.size() > 1
                || !lengths.stream().allMatch(length -> LENGTH.matcher(length).matches())) {
            throw new ProtocolException("unclear length of the body");
        }
        // The same length twice is clear, but the library takes one only.
        response.removeHeaders("Content-Length");
        lengths.forEach(length -> response.addHeader("Content-Length", length));
    }

    private static List<String> values(ClassicHttpResponse response, String name) {
        return Arrays.stream(response.getHeaders(name))
                .map(header -> header.getValue().strip())
                .toList();
    }

    /** Closes the connection without TLS's closing message, which could block. */
    @Override
    public void close(CloseMode mode) {
        closed = true;
        SocketChannel open = channel;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // Nobody can do anything about it, and nothing is lost.
                return;
            }
        }
        super.close(CloseMode.IMMEDIATE);
    }

    @Override
    public void close() {
        close(CloseMode.IMMEDIATE);
    }
}
