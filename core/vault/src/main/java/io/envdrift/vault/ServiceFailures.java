package io.envdrift.vault;

import io.envdrift.base.Deadline;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.http.RetryPolicy;
import io.envdrift.http.Sending;
import io.envdrift.http.Verdict;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Turns what a cloud's library throws into our errors, and into verdicts about repetitions. A provider says which exceptions are its
 * service's refusals, and what those mean.
 */
public abstract class ServiceFailures {
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;

    /** For subclasses. */
    protected ServiceFailures() {}

    /**
     * An answer that is none of success.
     *
     * @param status its HTTP status; 429 where the service asks to slow down in another way
     * @param retryAfter the header field of that name
     * @param problem what it means, where it says more than its status
     */
    public record Refusal(int status, Optional<String> retryAfter, Optional<VaultProblem> problem) {
        /** Tells whether the service decided against the request, and would do so again. */
        public boolean isFinal() {
            return status >= 400 && status < 500 && status != REQUEST_TIMEOUT && status != TOO_MANY_REQUESTS;
        }
    }

    /** Returns the refusal that an exception stands for, if it does. */
    protected abstract Optional<Refusal> refusal(RuntimeException failure);

    /** Returns our own failure inside that of the library. */
    protected Optional<EnvdriftException> own(RuntimeException failure) {
        return FailureCauses.find(failure, EnvdriftException.class);
    }

    /** Returns the error for a call that failed. It has no cause of the library's: those quote answers. */
    public final VaultException of(VaultCall call, RuntimeException failure) {
        return own(failure)
                .map(call::failed)
                .or(() -> refusal(failure)
                        .map(refusal -> refusal.problem()
                                .map(call::refused)
                                .orElseGet(() -> call.attempt().refused(refusal.status()))))
                // The network's failures are ours, so what remains is about the answer.
                .orElseGet(call.attempt()::misunderstood);
    }

    /** Does what a call needs; failures are ours. */
    public final <T> T ours(VaultCall call, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw of(call, e);
        }
    }

    /** Makes a request under the one policy on repetitions; what the library throws comes out as it is. */
    public final <T> T attempt(Deadline deadline, Sending sending, Supplier<T> request) {
        return RetryPolicy.standard().call(deadline, sending, this::verdict, request);
    }

    /** Tells the policy on repetitions whether another attempt may help. */
    private Verdict verdict(RuntimeException failure) {
        return refusal(failure)
                .map(refusal -> Verdict.ofStatus(refusal.status(), refusal.retryAfter(), Instant.now()))
                // What comes from nowhere but the library is about the answer, which would be no better.
                .orElseGet(() -> own(failure).map(Verdict::of).orElseGet(Verdict::settled));
    }

    /**
     * Returns the error for credentials that could not be exchanged for others. What kept the service from being asked keeps
     * its code.
     *
     * @param what the attempt, as in {@code assuming the role x}
     * @param hint what to do when it was turned down
     * @param address what names the service's address, for the hint when something else answers there
     */
    public final EnvdriftException signingIn(String what, String hint, String address, RuntimeException failure) {
        String failed = what + " failed: ";
        Optional<EnvdriftException> own = own(failure);
        if (own.isPresent()) {
            EnvdriftException reason = own.get();
            return new EnvdriftException(
                    reason.code(), failed + reason.getMessage(), reason.hint().orElse(null), reason);
        }
        Optional<Refusal> answer = refusal(failure);
        if (answer.isEmpty()) {
            return new EnvdriftException(
                    ErrorCode.MALFORMED_ANSWER,
                    failed + "the answer could not be understood",
                    "check " + address + ", and that no proxy or portal answers in the service's place");
        }
        Refusal refusal = answer.get();
        int status = refusal.status();
        Optional<VaultProblem> problem = refusal.problem();
        if (refusal.isFinal()) {
            String answered = "it answered with HTTP status " + status;
            return CredentialSource.unusable(
                    failed + problem.map(VaultProblem::reason).orElse(answered), hint);
        }
        EnvdriftException general = VaultAttempt.refusal(status);
        return new EnvdriftException(
                status == TOO_MANY_REQUESTS ? ErrorCode.THROTTLED : ErrorCode.VAULT_UNREACHABLE,
                failed + problem.map(VaultProblem::reason).orElseGet(general::getMessage),
                general.hint().orElse(null));
    }
}
