package io.envdrift.vaultenv.protocol;

import io.envdrift.json.JsonMembers;

/** Answers {@link SetKey}: {@code {"ok":true}}. */
public record Done() implements Message {
    @Override
    public JsonMembers members() {
        return new JsonMembers().put("ok", true);
    }
}
