package io.envdrift.server.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A call as it came in.
 *
 * @param operation what is called
 * @param parameters of the path, still percent-encoded
 * @param query as it was sent, without the question mark; empty for none
 * @param headers the header fields
 * @param body exactly the received bytes
 * @param ip the caller's address, as far as it can be trusted
 * @param userAgent shortened
 */
@SuppressWarnings("ArrayRecordComponent") // Bodies are large and never compared.
public record Call(
        Operation operation,
        Map<String, String> parameters,
        String query,
        Headers headers,
        byte[] body,
        String ip,
        Optional<String> userAgent) {
    private static final String BEARER = "Bearer ";

    /** Header fields, looked up in the request. */
    public interface Headers {
        /** Returns the values of a field, in the order of the request. */
        List<String> all(String name);

        /** Returns the names of all fields, as they were sent. */
        List<String> names();

        /** Returns the first value of a field. */
        default Optional<String> first(String name) {
            return all(name).stream().findFirst();
        }
    }

    /**
     * Returns a parameter of the path, decoded once.
     *
     * @return nothing when it is malformed
     * @throws IllegalArgumentException when the operation has no such parameter
     */
    public Optional<String> parameter(String name) {
        String raw = parameters.get(name);
        if (raw == null) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return PercentText.decode(raw);
    }

    /** Returns the values of a parameter of the query, decoded as forms are; one without a value is empty text. */
    public List<String> query(String name) {
        List<String> values = new ArrayList<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (!pair.isEmpty() && PercentText.decodeForm(key).equals(name)) {
                values.add(PercentText.decodeForm(equals < 0 ? "" : pair.substring(equals + 1)));
            }
        }
        return values;
    }

    /** Returns the token of the header {@code Authorization: Bearer}. */
    public Optional<String> bearer() {
        return headers.first("Authorization")
                .filter(value -> value.startsWith(BEARER))
                .map(value -> value.substring(BEARER.length()).strip());
    }

    /** Shows neither body nor headers nor query. */
    @Override
    public String toString() {
        return operation.name() + " from " + ip;
    }
}
