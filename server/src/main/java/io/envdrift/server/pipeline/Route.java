package io.envdrift.server.pipeline;

/** An operation and what answers it. */
public interface Route {
    /** Returns the operation. */
    Operation operation();

    /**
     * Answers a call: finds out who calls, then does what is asked through the session.
     *
     * @throws Refusal when the call is not answered with success
     * @throws io.envdrift.base.EnvdriftException when the server itself fails
     */
    Reply answer(Call call, Session session);
}
