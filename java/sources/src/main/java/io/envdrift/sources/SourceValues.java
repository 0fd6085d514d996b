package io.envdrift.sources;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The values of a source when it was read: an immutable snapshot. */
public final class SourceValues {
    private final String location;
    private final Optional<Path> file;
    private final Map<String, Value> values;

    /** A value, and the line or level that it comes from. */
    record Value(String text, OptionalInt line, String origin) {
        @Override
        public String toString() {
            return origin;
        }
    }

    SourceValues(String location, Optional<Path> file, Map<String, Value> values) {
        this.location = location;
        this.file = file;
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Makes a snapshot of values that all come from one place. */
    static SourceValues of(String location, Map<String, String> texts) {
        Map<String, Value> values = new LinkedHashMap<>();
        texts.forEach((name, text) -> values.put(name, new Value(text, OptionalInt.empty(), location)));
        return new SourceValues(location, Optional.empty(), values);
    }

    /** Returns where they come from, as text: a file's path, or {@code levels:acme/backend}. */
    public String location() {
        return location;
    }

    /** Returns the file that holds them; empty where a server does. */
    public Optional<Path> file() {
        return file;
    }

    /** Returns the names, in the order of the source. */
    public Set<String> names() {
        return values.keySet();
    }

    /** Returns a value. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name)).map(Value::text);
    }

    /** Returns the line of a value in the file, from 1. */
    public OptionalInt line(String name) {
        Value value = values.get(name);
        return value == null ? OptionalInt.empty() : value.line();
    }

    /** Returns where a value comes from: {@code /app/.env:3}, or the level that has it. */
    public Optional<String> origin(String name) {
        return Optional.ofNullable(values.get(name)).map(Value::origin);
    }

    /** Returns a copy as names and plaintext values. Its {@code toString} shows them: keep it out of logs. */
    public Map<String, String> toMap() {
        Map<String, String> copy = new LinkedHashMap<>();
        values.forEach((name, value) -> copy.put(name, value.text()));
        return Collections.unmodifiableMap(copy);
    }

    /** Returns location and names, never a value. */
    @Override
    public String toString() {
        return location + " " + values.keySet();
    }
}
