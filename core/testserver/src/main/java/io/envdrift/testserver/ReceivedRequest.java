package io.envdrift.testserver;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request as it arrived.
 *
 * @param method as in {@code GET}
 * @param target the second word of the request line: path and query, or what a proxy gets
 * @param headers names without regard to case, each with its values in order
 * @param body the bytes, as many as {@code Content-Length} says
 * @param raw all of it, byte for byte as Latin-1
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record ReceivedRequest(
        String method, String target, SortedMap<String, List<String>> headers, byte[] body, String raw) {
    private static final Pattern REQUEST_LINE = Pattern.compile("([A-Z]+) (\\S+) HTTP/1\\.[01]");

    /** Returns a header's first value. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** Returns the target without its query. */
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** Returns the body as UTF-8 text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Returns the token of a bearer, where the request has one. */
    public Optional<String> bearer() {
        return header("Authorization")
                .filter(value -> value.startsWith("Bearer "))
                .map(value -> value.substring("Bearer ".length()));
    }

    /** Returns the fields of the query, decoded. */
    public Map<String, String> query() {
        return fields(target.substring(Math.min(path().length() + 1, target.length())));
    }

    /** Returns the fields of the body, decoded, where it says that it is a form. */
    public Optional<Map<String, String>> form() {
        return header("Content-Type")
                .filter(type -> type.startsWith("application/x-www-form-urlencoded"))
                .map(type -> fields(text()));
    }

    private static Map<String, String> fields(String encoded) {
        Map<String, String> fields = new TreeMap<>();
        for (String field : encoded.split("&", -1)) {
            String[] parts = field.split("=", 2);
            fields.put(decoded(parts[0]), parts.length > 1 ? decoded(parts[1]) : "");
        }
        fields.remove("");
        return fields;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    static ReceivedRequest read(InputStream in) throws IOException {
        String head = readHead(in);
        List<String> lines = head.lines().toList();
        Matcher first = REQUEST_LINE.matcher(lines.getFirst());
        if (!first.matches()) {
            throw new IOException("not a request line: " + lines.getFirst());
        }
        SortedMap<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : lines.subList(1, lines.size() - 1)) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon), any -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        byte[] body = headers.containsKey("Transfer-Encoding")
                ? readChunks(in)
                : in.readNBytes(Integer.parseInt(
                        headers.getOrDefault("Content-Length", List.of("0")).getFirst()));
        String raw = head + new String(body, StandardCharsets.ISO_8859_1);
        return new ReceivedRequest(
                first.group(1), first.group(2), Collections.unmodifiableSortedMap(headers), body, raw);
    }

    private static byte[] readChunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(readUntil(in, "\r\n").strip(), 16);
            body.write(in.readNBytes(size));
            readUntil(in, "\r\n");
            if (size == 0) {
                return body.toByteArray();
            }
        }
    }

    private static String readHead(InputStream in) throws IOException {
        return readUntil(in, "\r\n\r\n");
    }

    private static String readUntil(InputStream in, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end, text.length() - end.length()) < 0) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException("the client sends no more");
            }
            text.append((char) b);
        }
        return text.toString();
    }
}
