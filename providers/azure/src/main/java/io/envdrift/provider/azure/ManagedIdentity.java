package io.envdrift.provider.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import io.envdrift.base.Deadline;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.http.HttpFailure;
import io.envdrift.http.HttpRequest;
import io.envdrift.http.HttpResponse;
import io.envdrift.http.HttpTransport;
import io.envdrift.http.RetryPolicy;
import io.envdrift.http.Verdict;
import io.envdrift.vault.CredentialSource;
import io.envdrift.vault.MachineService;
import io.envdrift.vault.VaultContext;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The identity of the machine or application that this runs on, from the address that Azure announces there. The
 * metadata service of virtual machines is asked only where the settings want it, because elsewhere nothing answers at
 * that address and the request would wait.
 *
 * <p>Not through the SDK, which reads the environment of the process and waits long for what is not there.
 *
 * @param wanted whether the metadata service is asked even where no endpoint is announced
 */
record ManagedIdentity(VaultContext context, boolean wanted) implements TokenSource {
    private static final String ENDPOINT = "IDENTITY_ENDPOINT";
    private static final String HEADER = "IDENTITY_HEADER";
    private static final String METADATA_HOST = "AZURE_POD_IDENTITY_AUTHORITY_HOST";
    private static final String USUAL_METADATA_HOST = "http://169.254.169.254";
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Override
    public String name() {
        return "managed identity (" + ENDPOINT + ", " + AzureVaultProvider.MANAGED_IDENTITY + ")";
    }

    @Override
    public Optional<Function<TokenRequestContext, AccessToken>> find() {
        Optional<String> header = context.variable(HEADER);
        // Service Fabric has a certificate to be checked as well, which the SDK knows how to.
        Optional<String> endpoint = context.variable(ENDPOINT)
                .filter(any -> header.isPresent()
                        && context.variable(SdkCredential.SERVICE_FABRIC).isEmpty());
        if (endpoint.isPresent()) {
            return Optional.of(request -> fetch(
                    HttpRequest.get(address(ENDPOINT, endpoint.get(), "?api-version=2019-08-01&resource=", request))
                            .with("X-IDENTITY-HEADER", header.get())));
        }
        return context.variable(METADATA_HOST)
                .or(() -> wanted ? Optional.of(USUAL_METADATA_HOST) : Optional.empty())
                .map(host -> request -> fetch(HttpRequest.get(address(
                                METADATA_HOST,
                                host.replaceFirst("/+$", ""),
                                "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=",
                                request))
                        .with("Metadata", "true")));
    }

    private AccessToken fetch(HttpRequest request) {
        Deadline deadline = context.deadline();
        try (HttpTransport transport = MachineService.transport(context, PATIENCE)) {
            HttpResponse answer = RetryPolicy.standard()
                    .call(
                            deadline,
                            request.sending(),
                            response -> Verdict.of(response, Instant.now()),
                            // A metadata service on this machine answers at once; without an answer there is none.
                            failure -> Verdict.settled(),
                            () -> transport.exchange(request, deadline));
            return TokenAnswer.token(TokenAnswer.require(answer));
        } catch (HttpFailure e) {
            throw new EnvdriftException(
                    e.code() == ErrorCode.INTERRUPTED ? e.code() : ErrorCode.NOT_AUTHENTICATED,
                    "the managed identity endpoint gave no answer: " + e.reason(),
                    "use managed_identity where Azure offers one only; check " + ENDPOINT + " and " + METADATA_HOST);
        }
    }

    private URI address(String variable, String base, String path, TokenRequestContext request) {
        String client = context.variable(Authority.CLIENT)
                .map(id -> "&client_id=" + encoded(id))
                .orElse("");
        return MachineService.address(
                base + path + encoded(TokenSource.resource(request)) + client,
                host -> host.matches("169\\.254(\\.[0-9]{1,3}){2}"),
                why -> CredentialSource.unusable(
                        variable + " is neither an https address nor one of this machine",
                        "check " + List.of(ENDPOINT, METADATA_HOST)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
