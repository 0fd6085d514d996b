package io.envdrift.provider.gcp;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.vault.FailureCauses;
import io.envdrift.vault.ServiceFailures;
import java.util.Optional;

/** What Google's libraries throw. */
final class GcpFailures extends ServiceFailures {
    static final GcpFailures GOOGLE = new GcpFailures();

    private GcpFailures() {}

    @Override
    protected Optional<Refusal> refusal(RuntimeException failure) {
        return answer(failure)
                .map(refusal -> new Refusal(
                        refusal.answer().status(),
                        refusal.answer().headers().first("Retry-After"),
                        GcpProblems.of(refusal)));
    }

    @Override
    protected Optional<EnvdriftException> own(RuntimeException failure) {
        if (FailureCauses.find(failure, InterruptedException.class).isPresent()) {
            // The library cleared the mark when it noticed.
            Thread.currentThread().interrupt();
            return Optional.of(new EnvdriftException(ErrorCode.INTERRUPTED, "interrupted"));
        }
        return super.own(failure);
    }

    /** Returns the error for credentials that could not be exchanged for a token. */
    static EnvdriftException signingIn(String credentials, RuntimeException failure) {
        return GOOGLE.signingIn(
                "logging in to Google with " + credentials,
                "renew them with: gcloud auth application-default login; or check GOOGLE_APPLICATION_CREDENTIALS",
                "token_uri or token_url there",
                failure);
    }

    /** Returns Google's answer inside the failure of a library. */
    static Optional<GoogleRefusal> answer(RuntimeException failure) {
        return FailureCauses.find(failure, GoogleRefusal.class);
    }
}
