package io.envdrift.vault;

import io.envdrift.base.ErrorCode;
import java.util.Optional;

/**
 * The meaning of a service's refusal, in our words. The service's own text is never shown, since it may quote what was
 * sent.
 *
 * @param code the class of error
 * @param reason a few words, with the service's name for it
 * @param hint what to do; where it is empty, to allow what the call needs
 */
public record VaultProblem(ErrorCode code, String reason, Optional<String> hint) {
    private static final String NONE = "there is none";

    /** Makes a problem with a hint of its own. */
    public static VaultProblem of(ErrorCode code, String reason, String hint) {
        return new VaultProblem(code, reason, Optional.of(hint));
    }

    /** The identity may not do what the call does. */
    public static VaultProblem denied(String reason) {
        return new VaultProblem(ErrorCode.ACCESS_DENIED, reason, Optional.empty());
    }

    /** There is no such secret, and nothing more is known. */
    public static VaultProblem noSuchSecret(String hint) {
        return of(ErrorCode.SECRET_NOT_FOUND, NONE, hint);
    }

    /** Returns what follows on {@code Secret 'x' not found in <label>}: why, unless it is plainly not there. */
    String whyNotFound() {
        return reason.equals(NONE) ? "" : ": " + reason;
    }
}
