package io.envdrift.server.pipeline;

import java.util.List;

/** A protocol that the server speaks: its operations, and how it tells callers that something is wrong. */
public interface Api {
    /** Returns the name, as the audit log and the metrics have it. */
    String name();

    /** Returns the starts of the paths for which this API says that there is nothing; one API has {@code /}. */
    List<String> prefixes();

    /** Tells whether its prefixes without their last slash are its own as well. */
    default boolean ownsBarePrefixes() {
        return true;
    }

    /** Returns all operations with what answers them. */
    List<Route> routes();

    /** Puts a refusal into the form of the protocol. */
    Reply refused(Refusal refusal);

    /**
     * Says that a request means no operation.
     *
     * @param methods which the path knows instead, sorted; empty when it knows none
     */
    default Refusal unknown(List<String> methods) {
        return methods.isEmpty() ? Refusal.unknownPath() : Refusal.unknownMethod(methods);
    }

    /** Returns which web pages of other origins may call: none, unless the protocol says otherwise. */
    default Cors cors() {
        return new Cors.None();
    }

    /**
     * Tells whether a call that this API does not answer comes from an owner of something that it keeps: who may read what
     * belongs to the whole server.
     */
    default boolean isOwner(Call call, Session session) {
        return false;
    }
}
