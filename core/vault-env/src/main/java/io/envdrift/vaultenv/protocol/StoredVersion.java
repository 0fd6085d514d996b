package io.envdrift.vaultenv.protocol;

import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;

/** Answers {@link PushSecrets} and {@link RollBack} with the number of the version that was made. */
public record StoredVersion(long version) implements Message {
    /** Reads the answer. */
    public static StoredVersion read(JsonObject json) {
        return new StoredVersion(json.requireWhole("version"));
    }

    @Override
    public JsonMembers members() {
        return new JsonMembers().put("version", version);
    }
}
