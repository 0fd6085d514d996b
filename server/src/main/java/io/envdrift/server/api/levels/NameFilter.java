package io.envdrift.server.api.levels;

import io.envdrift.json.JsonObject;
import io.envdrift.levels.protocol.LevelsRefusal;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which of the merged values are wanted. It says nothing of blobs, since the server does not know what is in them.
 *
 * @param names these and no others; empty for any
 * @param search a part of the name, in any case of letters; empty for any
 */
record NameFilter(Set<String> names, String search) {
    /** Wants everything. */
    static final NameFilter NONE = new NameFilter(Set.of(), "");

    /** Copies the names. */
    NameFilter {
        names = Set.copyOf(names);
    }

    /**
     * Reads the member {@code filters}.
     *
     * @throws io.envdrift.json.JsonException when a member is of another type
     * @throws Refused 422 when it asks for tags, which no value has
     */
    static NameFilter read(JsonObject json) {
        Object tags = json.members().get("tags");
        if (tags != null && !tags.equals("") && !tags.equals(List.of())) {
            throw Refused.of(LevelsRefusal.INVALID_COMBINATION, "Values have no tags here");
        }
        return new NameFilter(
                Set.copyOf(json.texts("names").orElse(List.of())),
                json.text("search").orElse(""));
    }

    boolean isEmpty() {
        return names.isEmpty() && search.isEmpty();
    }

    boolean wants(String name) {
        return (names.isEmpty() || names.contains(name))
                && name.toLowerCase(Locale.ROOT).contains(search.toLowerCase(Locale.ROOT));
    }
}
