package io.envdrift.vaultenv.protocol;

/** A request or an answer. */
public interface Message {
    /** Returns the message as JSON, without spaces. */
    String toJson();
}
