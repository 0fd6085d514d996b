package io.envdrift.envsync.protocol;

import io.envdrift.json.JsonMembers;
import java.util.List;
import java.util.OptionalLong;

/**
 * A push.
 *
 * @param keyNames in the order of the file
 * @param expected the version that it replaces, 0 for none; another one is a conflict. The original ignores it
 */
public record PushEnv(String ciphertext, List<String> keyNames, OptionalLong expected) {
    /** Returns the body. */
    public String toJson() {
        return new JsonMembers()
                .put("ciphertext", ciphertext)
                .put("key_names", keyNames)
                .putIfPresent("expected_version", expected)
                .toJson();
    }

    /** Shows no ciphertext. */
    @Override
    public String toString() {
        return "PushEnv[" + keyNames.size() + " names]";
    }
}
