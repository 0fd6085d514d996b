package io.envdrift.http;

import io.envdrift.base.Deadline;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Thrown when a request got no complete answer. An answer is no failure, whatever its status. */
public final class HttpFailure extends EnvdriftException {
    private static final long serialVersionUID = 1L;

    /** Why there was no answer. */
    public enum Kind {
        /** Nobody listens there, or the way there is closed. */
        REFUSED(ErrorCode.VAULT_UNREACHABLE, "check the address, and that the service runs"),
        /** The name has no address. */
        UNKNOWN_HOST(ErrorCode.VAULT_UNREACHABLE, "check the spelling of the host, and the network"),
        /** Time ran out. */
        TIMED_OUT(ErrorCode.VAULT_UNREACHABLE, "check the network, or allow more time with --timeout"),
        /** The certificate is not that of the host or not trusted, or the server does not speak TLS. */
        TLS(
                ErrorCode.VAULT_UNREACHABLE,
                "name the file with the certificate authority in ca_file or SSL_CERT_FILE if the host is the right"
                        + " one"),
        /** The connection broke. */
        BROKEN(ErrorCode.VAULT_UNREACHABLE, "check the network, then run the command again"),
        /** The proxy let nothing through. */
        PROXY(ErrorCode.VAULT_UNREACHABLE, "check HTTPS_PROXY with its user and password, and NO_PROXY"),
        /** The answer was no valid HTTP. */
        MALFORMED(ErrorCode.MALFORMED_ANSWER, "check that the address is the service's"),
        /** The answer was larger than allowed. */
        TOO_LARGE(ErrorCode.MALFORMED_ANSWER, "check that the address is the service's"),
        /** The thread was interrupted. */
        INTERRUPTED(ErrorCode.INTERRUPTED, null);

        private final ErrorCode code;
        private final @Nullable String hint;

        Kind(ErrorCode code, @Nullable String hint) {
            this.code = code;
            this.hint = hint;
        }

        /** Tells whether the request may have been sent before this happened. */
        private boolean perhapsSent() {
            return switch (this) {
                case REFUSED, UNKNOWN_HOST, TLS, PROXY -> false;
                case TIMED_OUT, BROKEN, MALFORMED, TOO_LARGE, INTERRUPTED -> true;
            };
        }
    }

    private final Kind kind;
    private final String reason;
    private final boolean perhapsSent;

    HttpFailure(Kind kind, String endpoint, String reason, boolean perhapsSent, @Nullable Throwable cause) {
        super(kind.code, "No answer from " + endpoint + ": " + reason, kind.hint, cause);
        this.kind = Objects.requireNonNull(kind);
        this.reason = reason;
        this.perhapsSent = perhapsSent;
    }

    /**
     * Finds the network failure that caused an SDK's exception; an SDK may make its own connections.
     *
     * @param failure an exception, with its causes
     * @param endpoint where the request went, for the message
     * @return nothing when no network failure caused it
     */
    public static Optional<HttpFailure> within(Throwable failure, String endpoint) {
        return NetworkErrors.ownFailure(failure)
                .or(() -> NetworkErrors.kindOf(failure)
                        .map(kind -> new HttpFailure(
                                kind, endpoint, NetworkErrors.reason(kind, failure), kind.perhapsSent(), failure)));
    }

    /**
     * Classifies an error by its innermost cause. An interruption or the end of the time takes precedence, because both
     * end a connection in ways that look like other errors.
     *
     * @param late what to say when the time was up
     */
    static HttpFailure of(Exception cause, String endpoint, Deadline cut, String late, boolean perhapsSent) {
        if (Thread.currentThread().isInterrupted()) {
            return new HttpFailure(Kind.INTERRUPTED, endpoint, "interrupted", perhapsSent, cause);
        }
        if (cut.hasPassed()) {
            return new HttpFailure(Kind.TIMED_OUT, endpoint, late, perhapsSent, cause);
        }
        Kind kind = NetworkErrors.kindOf(cause).orElse(Kind.BROKEN);
        return new HttpFailure(kind, endpoint, NetworkErrors.reason(kind, cause), perhapsSent, cause);
    }

    /** Returns why there was no answer. */
    public Kind kind() {
        return kind;
    }

    /** Returns the same in words, without the host, as in {@code connection refused}. */
    public String reason() {
        return reason;
    }

    /**
     * Tells whether the server may have got the request, and so may have done what it asked. False only when that is
     * certain not to be so.
     */
    public boolean perhapsSent() {
        return perhapsSent;
    }
}
