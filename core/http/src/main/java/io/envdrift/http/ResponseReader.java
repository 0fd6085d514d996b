package io.envdrift.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an answer as RFC 9112 writes it, and strictly: what could be understood in two ways is refused, since a proxy may
 * have understood it in the other one.
 */
final class ResponseReader {
    private static final int LARGEST_HEAD = 64 << 10;
    private static final int MOST_FIELDS = 256;
    private static final int MOST_INTERIM_ANSWERS = 16;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.([01]) ([1-5][0-9]{2})(?: .*)?");
    private static final Pattern CHUNK_SIZE = Pattern.compile("([0-9A-Fa-f]{1,8})[ \\t]*(?:;.*)?");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private final InputStream in;
    private final String endpoint;
    private final int largestBody;
    private int headBytes;
    private boolean reusable;

    /** Status line and fields. */
    record Head(int status, boolean persistent, HttpHeaders headers) {}

    ResponseReader(InputStream in, String endpoint, int largestBody) {
        this.in = in;
        this.endpoint = endpoint;
        this.largestBody = largestBody;
    }

    /** Reads the final answer to a request of this method; interim answers are skipped. */
    HttpResponse read(String method) throws IOException {
        Head head = readHead();
        for (int i = 0; head.status < 200; i++) {
            if (i == MOST_INTERIM_ANSWERS || head.status == 101) {
                throw new ProtocolException("unexpected interim answer");
            }
            headBytes = 0;
            head = readHead();
        }
        reusable = head.persistent;
        boolean empty = method.equals("HEAD") || head.status == 204 || head.status == 304;
        return new HttpResponse(head.status, head.headers, empty ? new byte[0] : readBody(head.headers));
    }

    /** Tells whether another request may follow on the same connection. */
    boolean reusable() {
        return reusable;
    }

    Head readHead() throws IOException {
        Matcher status = STATUS_LINE.matcher(readLine());
        if (!status.matches()) {
            throw new ProtocolException("no status line");
        }
        HttpHeaders headers = HttpHeaders.none();
        int fields = 0;
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            if (++fields > MOST_FIELDS) {
                throw new ProtocolException("too many header fields");
            }
            int colon = line.indexOf(':');
            String name = line.substring(0, Math.max(0, colon));
            String value = line.substring(colon + 1).strip();
            if (!HttpHeaders.isField(name, value)) {
                throw new ProtocolException("malformed header field");
            }
            headers = headers.and(name, value);
        }
        boolean close = headers.all("Connection").stream()
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("close"));
        return new Head(Integer.parseInt(status.group(2)), status.group(1).equals("1") && !close, headers);
    }

    private byte[] readBody(HttpHeaders headers) throws IOException {
        List<String> codings = headers.all("Transfer-Encoding");
        List<String> lengths = headers.all("Content-Length").stream().distinct().toList();
        if (!codings.isEmpty()) {
            if (codings.size() > 1 || !codings.getFirst().equalsIgnoreCase("chunked") || !lengths.isEmpty()) {
                throw new ProtocolException("unclear end of the body");
            }
            return readChunks();
        }
        if (lengths.isEmpty()) {
            reusable = false;
            byte[] body = in.readNBytes(largestBody + 1);
            requireSize(body.length);
            return body;
        }
        if (lengths.size() > 1 || !LENGTH.matcher(lengths.getFirst()).matches()) {
            throw new ProtocolException("unclear length of the body");
        }
        long length = Long.parseLong(lengths.getFirst());
        requireSize(length);
        return readExactly((int) length);
    }

    private byte[] readChunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            headBytes = 0;
            Matcher size = CHUNK_SIZE.matcher(readLine());
            if (!size.matches()) {
                throw new ProtocolException("malformed chunk");
            }
            long length = Long.parseLong(size.group(1), 16);
            if (length == 0) {
                break;
            }
            requireSize(body.size() + length);
            body.write(readExactly((int) length));
            if (!readLine().isEmpty()) {
                throw new ProtocolException("malformed chunk");
            }
        }
        // Trailer fields say nothing that anybody here wants to know; the limit on heads bounds them.
        String trailer = readLine();
        while (!trailer.isEmpty()) {
            trailer = readLine();
        }
        return body.toByteArray();
    }

    private byte[] readExactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("body cut off");
        }
        return bytes;
    }

    private void requireSize(long bytes) {
        if (bytes > largestBody) {
            throw new HttpFailure(
                    HttpFailure.Kind.TOO_LARGE,
                    endpoint,
                    "the answer is larger than " + largestBody + " bytes",
                    true,
                    null);
        }
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        int b = in.read();
        while (b != '\n') {
            if (b < 0) {
                throw new EOFException("head cut off");
            }
            if (++headBytes > LARGEST_HEAD) {
                throw new ProtocolException("the head is too large");
            }
            line.write(b);
            b = in.read();
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
