package io.envdrift.provider.local;

import io.envdrift.base.Secret;
import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonObject;
import io.envdrift.json.JsonReader;
import io.envdrift.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The plain form of a vault's content: a JSON object of names, each with the array of its values, oldest first. */
final class ContentJson {
    /**
     * The file is our own and its seal was checked, so every text that could be written must be readable: no further
     * limits.
     */
    private static final JsonReader READER =
            new JsonReader(new JsonLimits(Integer.MAX_VALUE, 2, Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE));

    private ContentJson() {}

    static byte[] write(VersionedSecrets secrets) {
        Map<String, List<String>> plain = new LinkedHashMap<>();
        secrets.values()
                .forEach((name, versions) ->
                        plain.put(name, versions.stream().map(Secret::reveal).toList()));
        return JsonWriter.bytes(plain);
    }

    /** Reads what {@link #write} wrote; nothing for anything else. */
    static Optional<VersionedSecrets> read(byte[] bytes) {
        return READER.find(bytes).flatMap(ContentJson::secrets);
    }

    private static Optional<VersionedSecrets> secrets(JsonObject document) {
        SortedMap<String, List<Secret>> values = new TreeMap<>();
        for (Map.Entry<String, @Nullable Object> member : document.members().entrySet()) {
            List<Secret> versions = versions(member.getValue());
            if (versions.isEmpty()) {
                return Optional.empty();
            }
            values.put(member.getKey(), versions);
        }
        return Optional.of(new VersionedSecrets(values));
    }

    /** Reads an array of strings; an empty list for anything else. */
    private static List<Secret> versions(@Nullable Object value) {
        List<Secret> versions = new ArrayList<>();
        if (value instanceof List<?> elements) {
            for (Object element : elements) {
                if (!(element instanceof String text)) {
                    return List.of();
                }
                versions.add(Secret.of(text));
            }
        }
        return versions;
    }
}
