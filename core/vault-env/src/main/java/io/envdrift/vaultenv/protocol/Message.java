package io.envdrift.vaultenv.protocol;

import io.envdrift.json.JsonMembers;

/** A request or an answer. */
public interface Message {
    /** Returns its members, in the order in which they are written. */
    JsonMembers members();

    /** Returns the message as JSON, without spaces. */
    default String toJson() {
        return members().toJson();
    }
}
