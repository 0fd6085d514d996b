package io.envdrift.vault;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.http.HttpFailure;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An attempted call of a vault. All providers make their errors here, so that the same failure reads the same with
 * every vault: {@code <attempt> failed: <reason>}.
 *
 * @param vault the vault's label
 * @param text the attempt, with vault and secret, as in {@code Reading secret 'x' from <label>}
 * @param writes whether something may have been written although the attempt failed
 * @param secret the name of the secret, where it is about one
 */
public record VaultAttempt(String vault, String text, boolean writes, Optional<String> secret) {
    /** An attempt that concerns no secret. */
    public VaultAttempt(String vault, String text, boolean writes) {
        this(vault, text, writes, Optional.empty());
    }

    /** A read of one secret. */
    public static VaultAttempt reading(String vault, String secret) {
        return new VaultAttempt(vault, "Reading secret '" + secret + "' from " + vault, false, Optional.of(secret));
    }

    /** A write of one secret. */
    public static VaultAttempt writing(String vault, String secret) {
        return new VaultAttempt(vault, "Writing secret '" + secret + "' to " + vault, true, Optional.of(secret));
    }

    /** A list of names. */
    public static VaultAttempt listing(String vault) {
        return new VaultAttempt(vault, "Listing the secrets of " + vault, false);
    }

    /** A check that the vault can be reached and accepts the credentials. */
    public static VaultAttempt probing(String vault) {
        return new VaultAttempt(vault, "Logging in to " + vault, false);
    }

    /**
     * Runs the attempt.
     *
     * @throws VaultException when it fails: what was thrown or, for any other {@link EnvdriftException}, {@link
     *     #failed(EnvdriftException)}
     */
    public <T> T run(Supplier<T> work) {
        try {
            return work.get();
        } catch (VaultException e) {
            throw named(e);
        } catch (EnvdriftException e) {
            throw failed(e);
        }
    }

    /**
     * Returns the error for this attempt.
     *
     * @param reason a few words without a secret, as in {@code connection refused}
     * @param hint what the user can do
     * @param cause the error below; no text of it may hold a secret
     */
    public VaultException failed(ErrorCode code, String reason, @Nullable String hint, @Nullable Throwable cause) {
        return named(new VaultException(code, vault, text + " failed: " + reason, hint, cause));
    }

    private VaultException named(VaultException failure) {
        return secret.isPresent() ? failure.ofSecret(secret.get()) : failure;
    }

    /** Returns the error for this attempt, with code, reason and hint of the one below. */
    public VaultException failed(EnvdriftException why) {
        String hint = why.hint().orElse(null);
        if (!(why instanceof HttpFailure failure)) {
            return failed(why.code(), why.getMessage(), hint, why);
        }
        if (writes && failure.perhapsSent()) {
            return perhapsWritten(why.code(), failure.reason(), why);
        }
        return failed(why.code(), failure.reason(), hint, why);
    }

    /**
     * Returns the error for an answer that means the same for every service; see {@link #refusal}.
     *
     * @param status an HTTP status that is none of success
     */
    public VaultException refused(int status) {
        EnvdriftException why = refusal(status);
        boolean gateway = status == 502 || status == 504;
        return writes && gateway
                ? perhapsWritten(why.code(), why.getMessage(), null)
                : failed(why.code(), why.getMessage(), why.hint().orElse(null), null);
    }

    /**
     * Returns what a status means for every service: throttling, a service that is down, a redirect, or a refusal that
     * has no better name. The message is a reason for {@link #failed(EnvdriftException)}. The rest of the answer is
     * left out, because it may quote what was sent.
     *
     * @param status an HTTP status that is none of success
     */
    public static EnvdriftException refusal(int status) {
        String answered = "it answered with HTTP status " + status;
        if (status < 400) {
            return new EnvdriftException(
                    ErrorCode.VAULT_UNREACHABLE,
                    answered + ", a redirect, which is never followed",
                    "set the address to the one that the service itself answers at");
        }
        return switch (status) {
            case 401 ->
                new EnvdriftException(
                        ErrorCode.NOT_AUTHENTICATED,
                        "the vault does not accept the credentials",
                        "log in again, or check the credentials in the environment");
            case 403 ->
                new EnvdriftException(
                        ErrorCode.ACCESS_DENIED, "permission denied", "ask who runs the vault for the permission");
            case 429 ->
                new EnvdriftException(
                        ErrorCode.THROTTLED,
                        "the vault asks to slow down",
                        "wait a minute, lower max_workers, or allow more time with --timeout");
            case 408, 502, 503, 504 -> new EnvdriftException(ErrorCode.VAULT_UNREACHABLE, answered, "try again later");
            default ->
                new EnvdriftException(
                        ErrorCode.VAULT_FAILED,
                        answered,
                        status >= 500 ? "try again later, or ask who runs the vault" : "check the vault's settings");
        };
    }

    /** Returns the error for an answer that is not of the service's form. */
    public VaultException misunderstood() {
        return failed(
                ErrorCode.MALFORMED_ANSWER,
                "its answer could not be understood",
                "check that the address is the service's, and that no proxy or portal answers in its place",
                null);
    }

    private VaultException perhapsWritten(ErrorCode code, String reason, @Nullable Throwable cause) {
        return failed(
                code,
                reason + "; it may have been written all the same",
                "look at the secret in the vault before you write it again",
                cause);
    }
}
