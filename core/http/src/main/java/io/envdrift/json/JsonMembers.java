package io.envdrift.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The members of an object that is to be written, in the order of putting. */
public final class JsonMembers {
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    /**
     * Adds a value.
     *
     * @param value what {@link JsonWriter} can write
     */
    public JsonMembers put(String name, Object value) {
        members.put(name, value);
        return this;
    }

    /** Leaves the member out when there is no value. */
    public JsonMembers putIfPresent(String name, Optional<?> value) {
        value.ifPresent(present -> members.put(name, present));
        return this;
    }

    /** Leaves the member out when there is no value. */
    public JsonMembers putIfPresent(String name, OptionalLong value) {
        value.ifPresent(present -> members.put(name, present));
        return this;
    }

    /** Writes {@code null} when there is no value. */
    public JsonMembers putNullable(String name, Optional<?> value) {
        members.put(name, value.orElse(null));
        return this;
    }

    /** Writes {@code null} when there is no value. */
    public JsonMembers putNullable(String name, OptionalLong value) {
        members.put(name, value.isPresent() ? value.getAsLong() : null);
        return this;
    }

    /** Returns the object as JSON on one line, without spaces. */
    public String toJson() {
        return JsonWriter.text(members);
    }

    /** Returns the object as JSON on one line in UTF-8, without spaces. */
    public byte[] toBytes() {
        return JsonWriter.bytes(members);
    }

    Map<String, @Nullable Object> tree() {
        return Collections.unmodifiableMap(members);
    }

    /** Shows the names of the members only: values may be secret. */
    @Override
    public String toString() {
        return "JSON object with " + members.keySet();
    }
}
