package io.envdrift.http;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import org.apache.hc.core5.http.io.HttpTransportMetrics;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * The lines of a head or of what is between chunks. The library bounds each line and their number; this bounds their sum, and
 * refuses fields that are folded over several lines, which RFC 9112 forbids because readers disagree about them. It also
 * tells an end of the connection from the end of the head, which the library takes for the same.
 */
final class HeadLines implements SessionInputBuffer {
    static final int LARGEST_HEAD = 64 << 10;

    private final SessionInputBuffer lines;
    private int bytes;

    HeadLines(SessionInputBuffer lines) {
        this.lines = lines;
    }

    /** Where a line needs more, the end is too early. */
    private static final class Unfinished extends FilterInputStream {
        Unfinished(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] content, int from, int length) throws IOException {
            int count = super.read(content, from, length);
            if (count < 0) {
                throw new EOFException("head cut off");
            }
            return count;
        }
    }

    @Override
    public int readLine(CharArrayBuffer line, InputStream in) throws IOException {
        int start = line.length();
        int length = lines.readLine(line, new Unfinished(in));
        bytes += length;
        if (bytes > LARGEST_HEAD) {
            throw new ProtocolException("the head is too large");
        }
        if (line.length() > start && (line.charAt(start) == ' ' || line.charAt(start) == '\t')) {
            throw new ProtocolException("folded header field");
        }
        return length;
    }

    @Override
    public int length() {
        return lines.length();
    }

    @Override
    public int capacity() {
        return lines.capacity();
    }

    @Override
    public int available() {
        return lines.available();
    }

    @Override
    public int read(byte[] content, int from, int length, InputStream in) throws IOException {
        bytes = 0;
        return lines.read(content, from, length, in);
    }

    @Override
    public int read(byte[] content, InputStream in) throws IOException {
        bytes = 0;
        return lines.read(content, in);
    }

    @Override
    public int read(InputStream in) throws IOException {
        return lines.read(in);
    }

    @Override
    public HttpTransportMetrics getMetrics() {
        return lines.getMetrics();
    }
}
