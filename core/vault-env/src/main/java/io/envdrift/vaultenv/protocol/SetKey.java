package io.envdrift.vaultenv.protocol;

import io.envdrift.json.JsonException;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import java.util.Optional;

/**
 * Sets the signing key of a new project, once.
 *
 * @param authKey the signing key in hex. The protocol calls it a hash, but it is the key itself
 * @param setupToken what the server answered when the project was made; the original has none
 */
public record SetKey(String projectId, String authKey, Optional<String> setupToken) implements Message {
    /**
     * Reads the request.
     *
     * @throws JsonException when project id or key are missing
     */
    public static SetKey read(JsonObject json) {
        Optional<String> projectId = json.text("project_id").filter(text -> !text.isEmpty());
        Optional<String> authKey = json.text("auth_key_hash").filter(text -> !text.isEmpty());
        if (projectId.isEmpty() || authKey.isEmpty()) {
            throw new JsonException("project_id and auth_key_hash required");
        }
        return new SetKey(projectId.get(), authKey.get(), json.text("setup_token"));
    }

    @Override
    public JsonMembers members() {
        return new JsonMembers()
                .put("project_id", projectId)
                .put("auth_key_hash", authKey)
                .putIfPresent("setup_token", setupToken);
    }

    @Override
    public String toString() {
        return "SetKey[projectId=" + projectId + "]";
    }
}
