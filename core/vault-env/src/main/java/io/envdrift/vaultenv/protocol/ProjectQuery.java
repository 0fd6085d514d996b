package io.envdrift.vaultenv.protocol;

import io.envdrift.json.JsonException;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Asks for something of a whole project: its devices or its audit log.
 *
 * @param deviceHash the hash of the caller's own device
 * @param limit how many entries at most, newest first; unset: the server's default
 * @param before the id of an entry of the audit log: only older ones are wanted
 */
public record ProjectQuery(String projectId, Optional<String> deviceHash, OptionalLong limit, OptionalLong before)
        implements SignedRequest {
    /** Asks for the newest. */
    public ProjectQuery(String projectId, Optional<String> deviceHash, OptionalLong limit) {
        this(projectId, deviceHash, limit, OptionalLong.empty());
    }

    /**
     * Reads the request.
     *
     * @throws JsonException when the project is missing
     */
    public static ProjectQuery read(JsonObject json) {
        return new ProjectQuery(
                json.requireText("project_id"), json.text("device_hash"), json.whole("limit"), json.whole("before"));
    }

    @Override
    public JsonMembers members() {
        return new JsonMembers()
                .put("project_id", projectId)
                .putIfPresent("device_hash", deviceHash)
                .putIfPresent("limit", limit)
                .putIfPresent("before", before);
    }
}
