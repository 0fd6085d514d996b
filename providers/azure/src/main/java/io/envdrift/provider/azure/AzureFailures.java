package io.envdrift.provider.azure;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.http.Verdict;
import io.envdrift.vault.FailureCauses;
import io.envdrift.vault.VaultCall;
import io.envdrift.vault.VaultException;
import java.time.Instant;
import java.util.Optional;

/** Turns what the SDK throws into our errors, and into verdicts about repetitions. */
final class AzureFailures {
    private static final String MISMATCH = "The challenge resource ";

    private AzureFailures() {}

    /** Returns the error for a call that failed. It has no cause of the SDK's: those quote answers. */
    static VaultException of(VaultCall call, RuntimeException failure) {
        Optional<EnvdriftException> own = own(failure);
        if (own.isPresent()) {
            return call.failed(own.get());
        }
        Optional<HttpResponseException> answer = refusal(failure);
        if (answer.isPresent()) {
            return AzureProblems.of(answer.get())
                    .map(call::refused)
                    .orElseGet(() ->
                            call.attempt().refused(answer.get().getResponse().getStatusCode()));
        }
        if (String.valueOf(failure.getMessage()).startsWith(MISMATCH)) {
            return call.attempt()
                    .failed(
                            ErrorCode.VAULT_FAILED,
                            "its challenge resource is another service; no token was sent",
                            "check vault_url; for an emulator set ENVDRIFT_AZURE_VERIFY_CHALLENGE_RESOURCE=0",
                            null);
        }
        // The network's failures are ours, so what remains is about the answer.
        return call.attempt().misunderstood();
    }

    /** Tells the policy on repetitions whether another attempt may help. */
    static Verdict verdict(RuntimeException failure) {
        return refusal(failure)
                .map(HttpResponseException::getResponse)
                .map(answer -> Verdict.ofStatus(
                        answer.getStatusCode(),
                        Optional.ofNullable(answer.getHeaderValue(HttpHeaderName.RETRY_AFTER)),
                        Instant.now()))
                .orElseGet(() -> Verdict.of(failure));
    }

    /** Returns our own failure inside that of an SDK. */
    static Optional<EnvdriftException> own(Throwable failure) {
        return FailureCauses.find(failure, EnvdriftException.class);
    }

    /** Returns the refusal in an exception; a successful answer that could not be read is none. */
    private static Optional<HttpResponseException> refusal(RuntimeException failure) {
        return Optional.of(failure)
                .filter(HttpResponseException.class::isInstance)
                .map(HttpResponseException.class::cast)
                .filter(answer -> answer.getResponse() != null)
                .filter(answer -> answer.getResponse().getStatusCode() >= 300);
    }
}
