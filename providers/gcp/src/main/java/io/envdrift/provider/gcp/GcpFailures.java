package io.envdrift.provider.gcp;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.http.Verdict;
import io.envdrift.vault.FailureCauses;
import io.envdrift.vault.VaultAttempt;
import io.envdrift.vault.VaultCall;
import io.envdrift.vault.VaultException;
import java.time.Instant;
import java.util.Optional;

/** Turns what Google's libraries throw into our errors, and into verdicts about repetitions. */
final class GcpFailures {
    private static final int NOT_IMPLEMENTED = 501;

    private GcpFailures() {}

    /** Returns the error for a call that failed. */
    static VaultException of(VaultCall call, RuntimeException failure) {
        Optional<EnvdriftException> own = own(failure);
        if (own.isPresent()) {
            return call.failed(own.get());
        }
        return refusal(failure)
                .map(refusal -> GcpProblems.of(refusal)
                        .map(call::refused)
                        .orElseGet(() -> call.attempt().refused(refusal.status())))
                // The network's failures are ours, so what remains is about the answer.
                .orElseGet(() -> call.attempt().misunderstood());
    }

    /**
     * Returns the error for credentials that could not be exchanged for a token. What kept the service from being asked
     * keeps its code.
     *
     * @param what the credentials, as in {@code the credentials in /home/x.json}
     */
    static EnvdriftException signingIn(String what, RuntimeException failure) {
        String hint = "renew them with: gcloud auth application-default login; or check GOOGLE_APPLICATION_CREDENTIALS";
        Optional<EnvdriftException> own = own(failure);
        if (own.isPresent()) {
            EnvdriftException reason = own.get();
            return new EnvdriftException(
                    reason.code(),
                    "logging in to Google with " + what + " failed: " + reason.getMessage(),
                    reason.hint().orElse(hint),
                    reason);
        }
        Optional<GoogleRefusal> refusal = refusal(failure);
        if (refusal.isEmpty()) {
            return new EnvdriftException(
                    ErrorCode.MALFORMED_ANSWER,
                    "logging in to Google with " + what + " failed: the answer could not be understood",
                    "check token_uri or token_url there, and that no proxy or portal answers in Google's place");
        }
        int status = refusal.get().status();
        String name = refusal.get().name().map(text -> " (" + text + ")").orElse("");
        boolean refused = status >= 400 && status < 500 && status != 408 && status != 429;
        EnvdriftException general = VaultAttempt.refusal(status);
        return refused
                ? new EnvdriftException(ErrorCode.NOT_AUTHENTICATED, "Google does not accept " + what + name, hint)
                : new EnvdriftException(
                        general.code(),
                        "logging in to Google with " + what + " failed: " + general.getMessage(),
                        general.hint().orElse(hint));
    }

    /** Tells the policy on repetitions whether another attempt may help. */
    static Verdict verdict(RuntimeException failure) {
        return refusal(failure)
                .map(refusal -> refusal.status() == NOT_IMPLEMENTED
                        ? Verdict.settled()
                        : Verdict.of(refusal.answer(), Instant.now()))
                // What comes from nowhere but the libraries is about the answer, which would be no better.
                .orElseGet(() -> own(failure).map(Verdict::of).orElseGet(Verdict::settled));
    }

    /** Returns Google's refusal inside the failure of a library. */
    static Optional<GoogleRefusal> refusal(Throwable failure) {
        return FailureCauses.find(failure, GoogleRefusal.class);
    }

    /** Returns our own failure inside that of a library. */
    private static Optional<EnvdriftException> own(Throwable failure) {
        if (FailureCauses.find(failure, InterruptedException.class).isPresent()) {
            // The library cleared the mark when it noticed.
            Thread.currentThread().interrupt();
            return Optional.of(new EnvdriftException(ErrorCode.INTERRUPTED, "interrupted"));
        }
        return FailureCauses.find(failure, EnvdriftException.class);
    }
}
