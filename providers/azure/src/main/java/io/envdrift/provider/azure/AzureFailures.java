package io.envdrift.provider.azure;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.vault.ServiceFailures;
import java.util.Optional;

/** What the SDK throws. */
final class AzureFailures extends ServiceFailures {
    static final AzureFailures AZURE = new AzureFailures();

    private static final String MISMATCH = "The challenge resource ";

    private AzureFailures() {}

    /** A successful answer that could not be read is none. */
    @Override
    protected Optional<Refusal> refusal(RuntimeException failure) {
        return Optional.of(failure)
                .filter(HttpResponseException.class::isInstance)
                .map(HttpResponseException.class::cast)
                .filter(refused -> refused.getResponse() != null)
                .filter(refused -> refused.getResponse().getStatusCode() >= 300)
                .map(refused -> new Refusal(
                        refused.getResponse().getStatusCode(),
                        Optional.ofNullable(refused.getResponse().getHeaderValue(HttpHeaderName.RETRY_AFTER)),
                        AzureProblems.of(refused)));
    }

    @Override
    protected Optional<EnvdriftException> own(RuntimeException failure) {
        return super.own(failure)
                .or(() -> Optional.of(failure)
                        .filter(other -> String.valueOf(other.getMessage()).startsWith(MISMATCH))
                        .map(other -> new EnvdriftException(
                                ErrorCode.VAULT_FAILED,
                                "its challenge resource is another service; no token was sent",
                                "check vault_url; for an emulator set ENVDRIFT_AZURE_VERIFY_CHALLENGE_RESOURCE=0")));
    }
}
