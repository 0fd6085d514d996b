package io.envdrift.testkit.hashicorp;

import io.envdrift.testserver.Answer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import tools.jackson.databind.JsonNode;

/** The key-value engine of version 1: one map per path. */
final class VersionOneEngine implements KeyValueEngine {
    private final Map<String, JsonNode> secrets = new ConcurrentSkipListMap<>();

    @Override
    public String version() {
        return "1";
    }

    @Override
    public boolean isSecret(List<String> path) {
        return !path.isEmpty();
    }

    @Override
    public Answer get(List<String> path) {
        JsonNode fields = secrets.get(String.join("/", path));
        return fields == null ? VaultAnswers.errors(404) : VaultAnswers.data(200, fields);
    }

    @Override
    public Answer list(List<String> path) {
        return VaultAnswers.keys(secrets.keySet(), path.isEmpty() ? "" : String.join("/", path) + "/");
    }

    @Override
    public Answer post(List<String> path, JsonNode body) {
        if (!body.isObject() || body.isEmpty()) {
            return VaultAnswers.errors(400, "missing data fields");
        }
        secrets.put(String.join("/", path), body);
        return Answer.of(204);
    }

    @Override
    public void store(String name, JsonNode fields) {
        secrets.put(name, fields);
    }

    @Override
    public Optional<JsonNode> stored(String name) {
        return Optional.ofNullable(secrets.get(name));
    }

    @Override
    public void delete(String name) {
        secrets.remove(name);
    }
}
