package io.envdrift.vaultenv.protocol;

import io.envdrift.json.JsonException;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.json.JsonWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Stores a new version of an environment.
 *
 * @param environment any text, case-sensitive; made when it does not exist
 * @param secrets the blob, see {@link SecretsBlob}; a server takes any text
 * @param keyNames which names changed, or nothing when the server is not to know
 * @param deviceHash the hash of the caller's own device
 * @param expectedVersion the version that this one replaces (0: none yet); another one answers 409. The original ignores it
 */
public record PushSecrets(
        String projectId,
        String environment,
        String secrets,
        Optional<List<String>> keyNames,
        Optional<String> deviceHash,
        OptionalLong expectedVersion)
        implements SignedRequest {
    /**
     * Reads the request.
     *
     * @throws JsonException when project, environment or secrets are missing
     */
    public static PushSecrets read(JsonObject json) {
        return new PushSecrets(
                json.requireText("project_id"),
                json.requireName("environment", MAX_NAME_LENGTH),
                json.requireText("secrets"),
                json.texts("key_names"),
                json.text("device_hash"),
                json.whole("expected_version"));
    }

    /** Returns the names as the text of a JSON list, which is how they are stored and listed. */
    public Optional<String> changedKeys() {
        return keyNames.map(JsonWriter::text);
    }

    @Override
    public JsonMembers members() {
        return new JsonMembers()
                .put("project_id", projectId)
                .put("environment", environment)
                .put("secrets", secrets)
                .putIfPresent("key_names", keyNames)
                .putIfPresent("device_hash", deviceHash)
                .putIfPresent("expected_version", expectedVersion);
    }
}
