package io.envdrift.provider.aws;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.http.HttpFailure;
import io.envdrift.http.Verdict;
import io.envdrift.vault.FailureCauses;
import io.envdrift.vault.VaultCall;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultProblem;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Turns what the SDK throws into our errors, and into verdicts about repetitions. */
final class AwsFailures {
    private static final int NOT_IMPLEMENTED = 501;

    private AwsFailures() {}

    /** Returns the error for a call that failed. */
    static VaultException of(VaultCall call, RuntimeException failure) {
        Optional<EnvdriftException> own = own(failure);
        if (own.isPresent()) {
            return call.failed(own.get());
        }
        if (failure instanceof AwsServiceException answer) {
            return AwsProblems.of(answer)
                    .map(call::refused)
                    .orElseGet(() -> call.attempt().refused(answer.statusCode()));
        }
        // The network's failures are ours, so what remains is about the answer.
        return call.attempt().misunderstood();
    }

    /**
     * Returns the error for credentials that could not be exchanged for others. What kept the service from being asked keeps
     * its code.
     *
     * @param what the attempt, as in {@code assuming the role x}
     * @param hint what to do when it was turned down
     */
    static EnvdriftException signingIn(String what, String hint, RuntimeException failure) {
        Optional<EnvdriftException> own = own(failure);
        if (own.isPresent()) {
            EnvdriftException reason = own.get();
            return new EnvdriftException(
                    reason.code(),
                    what + " failed: " + reason.getMessage(),
                    reason.hint().orElse(null),
                    reason);
        }
        if (!(failure instanceof AwsServiceException answer)) {
            return new EnvdriftException(
                    ErrorCode.MALFORMED_ANSWER,
                    what + " failed: the answer could not be understood",
                    "check AWS_ENDPOINT_URL and that no proxy or portal answers in AWS's place");
        }
        String reason = AwsProblems.of(answer)
                .map(VaultProblem::reason)
                .orElse("it answered with HTTP status " + answer.statusCode());
        ErrorCode code = AwsProblems.isThrottling(answer)
                ? ErrorCode.THROTTLED
                : answer.statusCode() >= 500 || answer.statusCode() < 400
                        ? ErrorCode.VAULT_UNREACHABLE
                        : ErrorCode.NOT_AUTHENTICATED;
        return new EnvdriftException(code, what + " failed: " + reason, hint);
    }

    /** Tells whether the service understood who asks and turned this very request down, or does not know it. */
    static boolean isRefusal(RuntimeException failure) {
        if (!(failure instanceof AwsServiceException answer) || AwsProblems.isThrottling(answer)) {
            return false;
        }
        boolean stranger = answer.statusCode() == 401
                || AwsProblems.of(answer).map(VaultProblem::code).equals(Optional.of(ErrorCode.NOT_AUTHENTICATED));
        int status = answer.statusCode();
        return !stranger && ((status >= 400 && status < 500) || status == NOT_IMPLEMENTED);
    }

    /** Tells the policy on repetitions whether another attempt may help. */
    static Verdict verdict(RuntimeException failure) {
        if (!(failure instanceof AwsServiceException answer)) {
            return Verdict.of(failure);
        }
        int status = AwsProblems.isThrottling(answer) ? 429 : answer.statusCode();
        Optional<String> retryAfter = AwsProblems.details(answer)
                .flatMap(details -> Optional.ofNullable(details.sdkHttpResponse()))
                .flatMap(response -> response.firstMatchingHeader("Retry-After"));
        return status == NOT_IMPLEMENTED ? Verdict.settled() : Verdict.ofStatus(status, retryAfter, Instant.now());
    }

    /** Returns our own failure inside that of the SDK, which keeps no more of an unknown host than the JDK's exception. */
    private static Optional<EnvdriftException> own(RuntimeException failure) {
        return FailureCauses.find(failure, EnvdriftException.class).or(() -> HttpFailure.within(failure, "AWS"));
    }
}
