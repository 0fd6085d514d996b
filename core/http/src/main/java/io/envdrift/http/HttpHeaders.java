package io.envdrift.http;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Header fields: names without regard to case, in sorted order, each with its values in the order they came. */
public final class HttpHeaders {
    private static final HttpHeaders NONE = new HttpHeaders(new TreeMap<>(String.CASE_INSENSITIVE_ORDER));
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    /** Latin-1 without control characters: nothing that could end the line. */
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");

    private final SortedMap<String, List<String>> fields;

    private HttpHeaders(SortedMap<String, List<String>> fields) {
        this.fields = fields;
    }

    /** Returns no fields. */
    public static HttpHeaders none() {
        return NONE;
    }

    /**
     * Returns these fields and another one, in place of those with its name.
     *
     * @throws EnvdriftException {@code VAULT_SETTINGS} when name or value hold a character that a header cannot carry
     */
    public HttpHeaders with(String name, String value) {
        return changed(name, value, List.of());
    }

    /**
     * Returns these fields and another one, beside those with its name.
     *
     * @throws EnvdriftException {@code VAULT_SETTINGS} when name or value hold a character that a header cannot carry
     */
    public HttpHeaders and(String name, String value) {
        return changed(name, value, all(name));
    }

    /** Returns a field's first value. */
    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    /** Returns a field's values. */
    public List<String> all(String name) {
        return fields.getOrDefault(name, List.of());
    }

    /** Returns all fields; the map cannot be changed, and looks names up without regard to case. */
    public SortedMap<String, List<String>> asMap() {
        return Collections.unmodifiableSortedMap(fields);
    }

    static boolean isField(String name, String value) {
        return NAME.matcher(name).matches() && VALUE.matcher(value).matches();
    }

    private HttpHeaders changed(String name, String value, List<String> before) {
        if (!isField(name, value)) {
            throw new EnvdriftException(
                    ErrorCode.VAULT_SETTINGS,
                    "The value for the HTTP header '" + (NAME.matcher(name).matches() ? name : "?")
                            + "' holds a line break or another character that a header cannot carry",
                    "check the token or setting it is made from for stray line breaks");
        }
        List<String> values = new ArrayList<>(before);
        values.add(value);
        SortedMap<String, List<String>> copy = new TreeMap<>(fields);
        copy.put(name, Collections.unmodifiableList(values));
        return new HttpHeaders(copy);
    }

    /** Shows names only: values may hold credentials. */
    @Override
    public String toString() {
        return fields.keySet().toString();
    }
}
