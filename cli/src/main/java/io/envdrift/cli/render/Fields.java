package io.envdrift.cli.render;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a program reads of a {@link Row} or a summary, in the order of writing: {@link Map#of} has another order in each process. */
public final class Fields {
    private Fields() {}

    /** Returns fields: a name and its value, the next name and its value, and so on. */
    public static Map<String, Object> of(String name, @Nullable Object value, @Nullable Object... more) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(name, value);
        for (int i = 0; i < more.length; i += 2) {
            fields.put((String) more[i], more[i + 1]);
        }
        return fields;
    }
}
