package io.envdrift.vaultenv.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The vectors that were recorded with the original's own code. */
final class Vectors {
    private static final JsonNode ALL = load();

    private Vectors() {}

    static List<JsonNode> of(String group) {
        return ALL.get(group).valueStream().toList();
    }

    static VaultKey key(JsonNode vector) {
        String text = ALL.get("vault_keys").get(vector.get("key").asString()).asString();
        return VaultKey.parse(text).orElseThrow();
    }

    static Optional<DeviceSecret> device(JsonNode vector) {
        JsonNode text = ALL.get("device_secrets").get(vector.get("device").asString());
        return text.isNull() ? Optional.empty() : DeviceSecret.of(text.asString());
    }

    private static JsonNode load() {
        try (InputStream json = Vectors.class.getResourceAsStream("/vault-env-vectors.json")) {
            return JsonMapper.shared().readTree(Objects.requireNonNull(json));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
