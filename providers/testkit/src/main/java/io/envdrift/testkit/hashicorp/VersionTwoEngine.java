package io.envdrift.testkit.hashicorp;

import io.envdrift.testserver.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The key-value engine of version 2: versions of each map below {@code data/}, names below {@code metadata/}. */
final class VersionTwoEngine implements KeyValueEngine {
    private static final String DATA = "data";
    private static final String METADATA = "metadata";
    private static final String INVALID_PATH = "Invalid path for a versioned K/V secrets engine";

    /** All versions of a map, null for a deleted one. */
    private final Map<String, List<@Nullable JsonNode>> secrets = new ConcurrentSkipListMap<>();

    @Override
    public String version() {
        return "2";
    }

    @Override
    public boolean isSecret(List<String> path) {
        return path.size() > 1 && path.getFirst().equals(DATA);
    }

    @Override
    public Answer get(List<String> path) {
        if (!isSecret(path)) {
            return VaultAnswers.errors(404, INVALID_PATH);
        }
        List<@Nullable JsonNode> versions = versions(name(path));
        if (versions.isEmpty()) {
            return VaultAnswers.errors(404);
        }
        JsonNode latest = versions.getLast();
        ObjectNode data = VaultAnswers.JSON.createObjectNode();
        if (latest == null) {
            data.putNull(DATA);
        } else {
            data.set(DATA, latest);
        }
        data.set(METADATA, metadata(versions.size(), latest == null));
        return VaultAnswers.data(latest == null ? 404 : 200, data);
    }

    @Override
    public Answer list(List<String> path) {
        if (path.isEmpty() || !path.getFirst().equals(METADATA)) {
            return VaultAnswers.errors(404, INVALID_PATH);
        }
        return VaultAnswers.keys(secrets.keySet(), path.size() == 1 ? "" : name(path) + "/");
    }

    @Override
    public Answer post(List<String> path, JsonNode body) {
        if (!isSecret(path)) {
            return VaultAnswers.errors(404, INVALID_PATH);
        }
        JsonNode fields = body.path(DATA);
        if (!fields.isObject()) {
            return VaultAnswers.errors(400, "no data provided");
        }
        JsonNode cas = body.path("options").path("cas");
        List<@Nullable JsonNode> versions = versions(name(path));
        if (!cas.isMissingNode() && !cas.isInt()) {
            return VaultAnswers.errors(400, "error parsing check-and-set parameter");
        }
        if (cas.isInt() && cas.intValue() != versions.size()) {
            return VaultAnswers.errors(400, "check-and-set parameter did not match the current version");
        }
        store(name(path), fields);
        return VaultAnswers.data(200, metadata(versions.size() + 1, false));
    }

    @Override
    public void store(String name, JsonNode fields) {
        List<@Nullable JsonNode> versions = new ArrayList<>(versions(name));
        versions.add(fields);
        secrets.put(name, versions);
    }

    @Override
    public Optional<JsonNode> stored(String name) {
        List<@Nullable JsonNode> versions = versions(name);
        return versions.isEmpty() ? Optional.empty() : Optional.ofNullable(versions.getLast());
    }

    @Override
    public void delete(String name) {
        List<@Nullable JsonNode> versions = new ArrayList<>(versions(name));
        versions.set(versions.size() - 1, null);
        secrets.put(name, versions);
    }

    private List<@Nullable JsonNode> versions(String name) {
        return secrets.getOrDefault(name, List.of());
    }

    private static String name(List<String> path) {
        return String.join("/", path.subList(1, path.size()));
    }

    private static JsonNode metadata(int version, boolean deleted) {
        ObjectNode metadata = VaultAnswers.JSON.createObjectNode();
        metadata.put("created_time", "2026-11-21T00:00:00.000000000Z")
                .putNull("custom_metadata")
                .put("deletion_time", deleted ? "2026-11-21T00:00:01.000000000Z" : "")
                .put("destroyed", false)
                .put("version", version);
        return metadata;
    }
}
