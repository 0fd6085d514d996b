package io.envdrift.testserver;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A well-formed answer.
 *
 * @param status the status code
 * @param headers header fields, without {@code Content-Length}
 * @param body the body
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Answer(int status, Map<String, String> headers, byte[] body) {
    /** Copies the headers, in order. */
    public Answer {
        headers = new LinkedHashMap<>(headers);
    }

    /** An answer without body. */
    public static Answer of(int status) {
        return new Answer(status, Map.of(), new byte[0]);
    }

    /** An answer with a JSON body. */
    public static Answer json(int status, String json) {
        return new Answer(status, Map.of("Content-Type", "application/json"), json.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns this answer with one more header field. */
    public Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body);
    }

    /** Returns head and body as they go over the wire. */
    public byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head().getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    /** Returns status line and fields, with the empty line that ends them. */
    public String head() {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("Content-Length: ")
                .append(body.length)
                .append("\r\n\r\n")
                .toString();
    }
}
