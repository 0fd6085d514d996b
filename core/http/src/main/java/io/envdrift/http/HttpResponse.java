package io.envdrift.http;

import java.nio.charset.StandardCharsets;

/**
 * An answer, whatever its status: redirects and errors are answers too.
 *
 * @param status the status code, 200 to 599
 * @param headers the header fields
 * @param body all bytes of the body; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // Bodies are large and never compared.
public record HttpResponse(int status, HttpHeaders headers, byte[] body) {
    /** Tells whether the status is one of success. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Returns the body as UTF-8 text; malformed bytes become replacement characters. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Shows no body: it may hold secrets. */
    @Override
    public String toString() {
        return "HTTP " + status + " with " + body.length + " bytes";
    }
}
