package io.envdrift.http;

import io.envdrift.base.ErrorCode;
import io.envdrift.base.OneLine;
import java.util.Optional;

/**
 * An answer that is no success, for messages.
 *
 * @param status the HTTP status
 * @param text what the server said, in one line, shortened; it cannot harm a terminal
 */
public record RefusedAnswer(int status, String text) {
    private static final int MAX_QUOTED = 300;

    /**
     * Describes an answer.
     *
     * @param said what the protocol's own error form says; the whole body counts when it says nothing
     */
    public static RefusedAnswer of(HttpResponse response, Optional<String> said) {
        String whole = said.orElseGet(response::text);
        String text = OneLine.of((whole.isBlank() ? "no reason was given" : whole)
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip());
        String quoted = text.length() > MAX_QUOTED ? text.substring(0, MAX_QUOTED) + "…" : text;
        return new RefusedAnswer(response.status(), quoted);
    }

    /**
     * Returns the code that the status stands for.
     *
     * @param other the code for a status without a meaning of its own
     */
    public ErrorCode code(ErrorCode other) {
        return switch (status) {
            case 401 -> ErrorCode.NOT_AUTHENTICATED;
            case 403 -> ErrorCode.ACCESS_DENIED;
            case 404 -> ErrorCode.SECRET_NOT_FOUND;
            case 409 -> ErrorCode.WRITE_CONFLICT;
            case 429 -> ErrorCode.THROTTLED;
            default -> other;
        };
    }
}
