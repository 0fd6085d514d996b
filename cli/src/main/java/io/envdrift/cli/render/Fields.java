package io.envdrift.cli.render;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a program reads of a {@link Row}, in the order of writing: {@link Map#of} has another order in each process. */
public final class Fields {
    private Fields() {}

    /** Returns two fields. */
    public static Map<String, Object> of(String name, Object value, String name2, Object value2) {
        return ordered(name, value, name2, value2);
    }

    /** Returns three fields. */
    public static Map<String, Object> of(
            String name, Object value, String name2, Object value2, String name3, Object value3) {
        return ordered(name, value, name2, value2, name3, value3);
    }

    /** Returns four fields. */
    public static Map<String, Object> of(
            String name,
            Object value,
            String name2,
            Object value2,
            String name3,
            Object value3,
            String name4,
            Object value4) {
        return ordered(name, value, name2, value2, name3, value3, name4, value4);
    }

    /** Returns five fields. */
    public static Map<String, Object> of(
            String name,
            Object value,
            String name2,
            Object value2,
            String name3,
            Object value3,
            String name4,
            Object value4,
            String name5,
            Object value5) {
        return ordered(name, value, name2, value2, name3, value3, name4, value4, name5, value5);
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return Collections.unmodifiableMap(fields);
    }
}
