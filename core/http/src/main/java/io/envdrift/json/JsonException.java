package io.envdrift.json;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;

/**
 * Thrown when a text is no JSON, exceeds the limits, or has a required member missing or of the wrong type. The message
 * names members, never values, and has no cause: the parser's own message quotes the text.
 */
public class JsonException extends EnvdriftException {
    private static final long serialVersionUID = 1L;

    /** Creates an error; the message names members, never values. */
    public JsonException(String message) {
        super(ErrorCode.MALFORMED_ANSWER, message);
    }
}
