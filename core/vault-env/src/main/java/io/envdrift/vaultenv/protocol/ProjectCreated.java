package io.envdrift.vaultenv.protocol;

import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * Answers {@link CreateProject}.
 *
 * @param projectId a UUID
 * @param environments what the project starts with
 * @param setupToken to be sent with {@link SetKey}; the original has none
 */
public record ProjectCreated(String projectId, List<String> environments, Optional<String> setupToken)
        implements Message {
    /** Reads the answer. */
    public static ProjectCreated read(JsonObject json) {
        return new ProjectCreated(
                json.requireText("project_id"), json.texts("environments").orElse(List.of()), json.text("setup_token"));
    }

    @Override
    public JsonMembers members() {
        return new JsonMembers()
                .put("project_id", projectId)
                .put("environments", environments)
                .putIfPresent("setup_token", setupToken);
    }

    @Override
    public String toString() {
        return "ProjectCreated[projectId=" + projectId + ", environments=" + environments + "]";
    }
}
