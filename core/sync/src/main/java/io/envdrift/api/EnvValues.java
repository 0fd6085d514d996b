package io.envdrift.api;

import io.envdrift.workflow.files.ReadValues;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The values of an env file, decrypted in memory: an immutable snapshot. Names keep the order of the file; private keys
 * in the file are left out.
 */
public final class EnvValues {
    private final Path file;
    private final Map<String, ReadValues.Value> values;
    private final List<String> warnings;

    EnvValues(Path file, List<ReadValues.Value> values, List<String> warnings) {
        Map<String, ReadValues.Value> byName = new LinkedHashMap<>();
        values.forEach(value -> byName.put(value.name(), value));
        this.file = file;
        this.values = Collections.unmodifiableMap(byName);
        this.warnings = List.copyOf(warnings);
    }

    /** Returns the file, absolute, links resolved. */
    public Path file() {
        return file;
    }

    /** Returns the names, in the order of the file. */
    public Set<String> names() {
        return values.keySet();
    }

    /** Returns a value, decrypted and with its references expanded; empty when the file does not have the name. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name)).map(ReadValues.Value::text);
    }

    /** Returns the line of a name, from 1: the last one, where there are several. */
    public OptionalInt line(String name) {
        ReadValues.Value value = values.get(name);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value.line());
    }

    /** Tells whether the file holds the value of a name encrypted. */
    public boolean isEncrypted(String name) {
        ReadValues.Value value = values.get(name);
        return value != null && value.encrypted();
    }

    /** Returns a copy as names and plaintext values. Its {@code toString} shows them: keep it out of logs. */
    public Map<String, String> toMap() {
        Map<String, String> copy = new LinkedHashMap<>();
        values.forEach((name, value) -> copy.put(name, value.text()));
        return Collections.unmodifiableMap(copy);
    }

    /**
     * Returns one line for each place of the file that parsers read differently than its author meant it; never a
     * value.
     */
    public List<String> warnings() {
        return warnings;
    }

    /** Returns file and names, never a value. */
    @Override
    public String toString() {
        return file + " " + values.keySet();
    }
}
