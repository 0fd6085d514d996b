package io.envdrift.vaultenv.protocol;

import io.envdrift.json.JsonException;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** An environment's versions, newest first, 50 at most. */
public record VersionList(List<Entry> versions) implements Message {
    /**
     * One version.
     *
     * @param changedKeys the <em>text</em> of a JSON list of names, as {@code ["+A","~B","-C"]}, or nothing
     * @param createdAt ISO-8601 in UTC
     */
    public record Entry(long version, Optional<String> changedKeys, String createdAt) {
        private static Entry read(JsonObject json) {
            return new Entry(json.requireWhole("version"), json.text("changed_keys"), json.requireText("created_at"));
        }

        private JsonMembers json() {
            return new JsonMembers()
                    .put("version", version)
                    .putNullable("changed_keys", changedKeys)
                    .put("created_at", createdAt);
        }

        /** Returns the names; none when the server was not told or the text is no list. */
        public List<String> changedNames() {
            try {
                return changedKeys
                        .flatMap(text ->
                                Messages.parse("{\"names\":" + text + "}").texts("names"))
                        .orElse(List.of());
            } catch (JsonException e) {
                return List.of();
            }
        }
    }

    /** Reads the answer. */
    public static VersionList read(JsonObject json) {
        return new VersionList(json.requireList("versions", Entry::read));
    }

    @Override
    public JsonMembers members() {
        return new JsonMembers()
                .put("versions", versions.stream().map(Entry::json).toList());
    }
}
