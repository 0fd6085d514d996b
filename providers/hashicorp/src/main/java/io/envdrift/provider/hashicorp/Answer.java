package io.envdrift.provider.hashicorp;

import io.envdrift.http.Verdict;
import io.envdrift.vault.VaultAttempt;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What Vault answered. For the use of one thread. */
final class Answer {
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;
    private static final int LAGS_BEHIND = 412;
    private static final int SERVICE_UNAVAILABLE = 503;

    private final int status;
    private final Optional<String> retryAfter;
    private final byte[] body;
    private @Nullable JsonNode json;

    /**
     * Creates an answer.
     *
     * @param status the HTTP status
     * @param retryAfter the header field of that name
     * @param body the bytes, which may hold secrets
     */
    Answer(int status, Optional<String> retryAfter, byte[] body) {
        this.status = status;
        this.retryAfter = retryAfter;
        this.body = body;
    }

    int status() {
        return status;
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    boolean isNotFound() {
        return status == NOT_FOUND;
    }

    boolean isForbidden() {
        return status == FORBIDDEN;
    }

    /**
     * A standby that lags behind (server-side consistency, Vault Enterprise) answers 412: the same request soon
     * succeeds.
     */
    Verdict verdict() {
        if (status == LAGS_BEHIND && says("required index state")) {
            return Verdict.ofStatus(SERVICE_UNAVAILABLE, retryAfter, Instant.now());
        }
        return Verdict.ofStatus(status, retryAfter, Instant.now());
    }

    /**
     * Returns the body, which is a JSON object in all answers of Vault; an empty one says as little about what is missing. It is
     * parsed once.
     *
     * @throws io.envdrift.vault.VaultException {@code MALFORMED_ANSWER} when it is none
     */
    JsonNode json(VaultAttempt attempt) {
        JsonNode known = json;
        if (known == null) {
            known = parsed(attempt);
            json = known;
        }
        return known;
    }

    private JsonNode parsed(VaultAttempt attempt) {
        if (isNotFound() && body.length == 0) {
            return SecretFields.JSON.createObjectNode();
        }
        try {
            JsonNode read = SecretFields.JSON.readTree(body);
            if (read.isObject()) {
                return read;
            }
        } catch (JacksonException e) {
            // Not a cause: its message shows pieces of the text, which may be secret.
            throw attempt.misunderstood();
        }
        throw attempt.misunderstood();
    }

    /** Tells whether one of Vault's own error texts holds a phrase. The texts themselves are never shown. */
    boolean says(String phrase) {
        try {
            JsonNode errors = SecretFields.JSON.readTree(body).path("errors");
            return StreamSupport.stream(errors.spliterator(), false)
                    .anyMatch(error -> error.asString("").contains(phrase));
        } catch (JacksonException e) {
            return false;
        }
    }

    /** Shows no body. */
    @Override
    public String toString() {
        return "HTTP " + status;
    }
}
