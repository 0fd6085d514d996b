package io.envdrift.http;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A request.
 *
 * @param method as in {@code GET}
 * @param uri absolute, {@code http} or {@code https}
 * @param headers sent as they are; {@code Host}, {@code Content-Length}, {@code Connection} and {@code User-Agent} are
 *     added where they are missing
 * @param body the bytes to send, empty for none; not copied
 * @param sending whether it may be sent again after its answer was lost
 */
@SuppressWarnings("ArrayRecordComponent") // Bodies are large and never compared.
public record HttpRequest(String method, URI uri, HttpHeaders headers, byte[] body, Sending sending) {
    private static final byte[] NOTHING = new byte[0];
    private static final Pattern METHOD = Pattern.compile("[A-Z]+");

    /**
     * Checks what would break the framing of the message.
     *
     * @throws IllegalArgumentException when the method is malformed, {@code Transfer-Encoding}, {@code Expect} or {@code
     *     Upgrade} is asked for, or {@code Content-Length} is not the body's
     */
    public HttpRequest {
        if (!METHOD.matcher(method).matches()) {
            throw new IllegalArgumentException("no HTTP method");
        }
        for (String refused : List.of("Transfer-Encoding", "Expect", "Upgrade")) {
            if (!headers.all(refused).isEmpty()) {
                throw new IllegalArgumentException("the transport has no " + refused);
            }
        }
        List<String> length = headers.all("Content-Length");
        if (!length.isEmpty() && !length.equals(List.of(Integer.toString(body.length)))) {
            throw new IllegalArgumentException("Content-Length differs from the body");
        }
    }

    /** Reads a resource. */
    public static HttpRequest get(URI uri) {
        return new HttpRequest("GET", uri, HttpHeaders.none(), NOTHING, Sending.REPEATABLE);
    }

    /** Sends a body that must not arrive twice; see {@link #repeatable()} for those that may. */
    public static HttpRequest of(String method, URI uri, byte[] body) {
        return new HttpRequest(method, uri, HttpHeaders.none(), body, Sending.ONCE);
    }

    /** Returns this request with a header field in place of those with its name. */
    public HttpRequest with(String name, String value) {
        return new HttpRequest(method, uri, headers.with(name, value), body, sending);
    }

    /** Returns this request, marked as one that may be sent again after its answer was lost. */
    public HttpRequest repeatable() {
        return new HttpRequest(method, uri, headers, body, Sending.REPEATABLE);
    }

    /** Shows neither headers nor body nor query: they may hold credentials. */
    @Override
    public String toString() {
        return method + " " + HttpAddress.describe(uri) + uri.getRawPath();
    }
}
