package io.envdrift.vaultenv.protocol;

import io.envdrift.json.JsonMembers;

/**
 * Any answer that is no success.
 *
 * @param error what is wrong, for people; some of the texts are part of the protocol
 */
public record ErrorMessage(String error) implements Message {
    @Override
    public JsonMembers members() {
        return new JsonMembers().put("error", error);
    }
}
