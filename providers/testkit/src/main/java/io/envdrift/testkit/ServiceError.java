package io.envdrift.testkit;

import io.envdrift.testserver.Answer;

/** Thrown by a fake to answer as its service does when it says no. */
public class ServiceError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    /** Creates an error that is answered with this. */
    public ServiceError(Answer answer) {
        super("HTTP status " + answer.status());
        this.answer = answer;
    }

    /** Returns the answer. */
    public final Answer answer() {
        return answer;
    }
}
