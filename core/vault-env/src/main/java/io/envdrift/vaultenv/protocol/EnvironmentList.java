package io.envdrift.vaultenv.protocol;

import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * A project's environments, by name. Not part of the original service.
 *
 * @param projectName what the project is called, if the server says so
 */
public record EnvironmentList(List<Entry> environments, Optional<String> projectName) implements Message {
    /**
     * One environment.
     *
     * @param version its current version, 0 when nothing was stored yet
     */
    public record Entry(String name, long version) {
        private static Entry read(JsonObject json) {
            return new Entry(json.requireText("name"), json.requireWhole("version"));
        }

        private JsonMembers json() {
            return new JsonMembers().put("name", name).put("version", version);
        }
    }

    /** Reads the answer. */
    public static EnvironmentList read(JsonObject json) {
        return new EnvironmentList(json.requireList("environments", Entry::read), json.text("project_name"));
    }

    @Override
    public JsonMembers members() {
        return new JsonMembers()
                .put("environments", environments.stream().map(Entry::json).toList())
                .putIfPresent("project_name", projectName);
    }
}
