package io.envdrift.json;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;

/**
 * Thrown when a text is not the JSON that is needed: no JSON at all, beyond its limits, or with a member missing or of the
 * wrong type. The message names members, never values, and has no cause: the parser's own message quotes the text.
 */
public class JsonException extends EnvdriftException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    /** Creates an error; the message names members, never values. */
    public JsonException(String message) {
        this(message, 0);
    }

    /**
     * Creates an error at a place.
     *
     * @param offset of the first byte that is no JSON, as far as the parser knows
     */
    JsonException(String message, long offset) {
        super(ErrorCode.MALFORMED_ANSWER, message);
        this.offset = offset;
    }

    /** Returns where the text stops to be JSON, in bytes, as far as the parser knows; else 0. */
    public long offset() {
        return offset;
    }
}
