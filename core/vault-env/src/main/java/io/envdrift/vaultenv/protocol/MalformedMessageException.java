package io.envdrift.vaultenv.protocol;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;

/** Thrown when a request or an answer is no JSON object or a field of it is missing or has the wrong type. */
public final class MalformedMessageException extends EnvdriftException {
    private static final long serialVersionUID = 1L;

    /** Creates an error; the message names fields, never values. */
    public MalformedMessageException(String message) {
        super(ErrorCode.MALFORMED_ANSWER, message);
    }
}
