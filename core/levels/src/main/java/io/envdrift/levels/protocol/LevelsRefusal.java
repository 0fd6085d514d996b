package io.envdrift.levels.protocol;

import java.util.Arrays;
import java.util.Optional;

/**
 * The refusals whose words belong to the protocol: a server says them in {@code error}, beside a {@code message} for people, and
 * a client decides by them. Bodies with invalid members are answered with 422, {@code message} and {@code errors} instead.
 */
public enum LevelsRefusal {
    /** The request cannot be understood. */
    MALFORMED(400, "invalid_request"),
    /** The server cannot do it, because it has no key. */
    CLIENT_MANAGED(400, "client_managed_encryption"),
    /** No token, or one that is not (or no longer) good. */
    UNAUTHENTICATED(401, "unauthenticated"),
    /** The token lacks the scope. */
    INSUFFICIENT_PERMISSIONS(403, "insufficient_permissions"),
    /** The server stores no more: a quota of its operator. */
    QUOTA_EXCEEDED(403, "quota_exceeded"),
    /** The version is older than the plan keeps readable; ours never says so. */
    VERSION_LOCKED(403, "version_locked"),
    /** Not there, or outside of what the token may see. */
    NOT_FOUND(404, "not_found"),
    /** Another version is current than the writer expected. */
    VERSION_CONFLICT(409, "version_conflict"),
    /** The slug is taken. */
    ALREADY_EXISTS(409, "already_exists"),
    /** A rotation is running, or the one that is to be ended was overtaken. */
    ROTATION_RUNNING(409, "rotation_in_progress"),
    /** A write to a client-managed project needs the proof. */
    KEY_PROOF_REQUIRED(422, "key_proof_required"),
    /** The proof is not that of the project's key. */
    KEY_PROOF_MISMATCH(422, "key_proof_mismatch"),
    /** The content was made with another version of the key. */
    KEY_VERSION_CONFLICT(422, "key_version_conflict"),
    /** A version under an old key is restored with its content encrypted again. */
    CONTENT_REQUIRED_FOR_OLD_KEY(422, "content_required_for_old_key"),
    /** The last version is not purged without force. */
    VERSION_PROTECTED(422, "version_protected"),
    /** Parameters that exclude each other. */
    INVALID_COMBINATION(422, "invalid_parameter_combination"),
    /** The project has no key. */
    NO_ACTIVE_KEY(422, "no_active_encryption_key"),
    /** The content is no blob, and the project allows no plaintext. */
    PLAINTEXT_REFUSED(422, "plaintext_not_allowed"),
    /** The server has the key, and what is stored does not open with it. */
    NOT_DECRYPTABLE(422, "level_not_decryptable"),
    /** The server is to merge, and a level cannot be read or says that it belongs elsewhere. */
    NOT_READABLE(422, "level_not_readable"),
    /** The server is to resolve, and references lead nowhere or in a circle. */
    UNRESOLVED(422, "references_not_resolved"),
    /** Too many requests. */
    RATE_LIMITED(429, "rate_limit_exceeded");

    private final int status;
    private final String word;

    LevelsRefusal(int status, String word) {
        this.status = status;
        this.word = word;
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }

    /** Returns what the server says in the member {@code error}. */
    public String word() {
        return word;
    }

    /** Finds the refusal of a word; the status does not matter. */
    public static Optional<LevelsRefusal> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }
}
