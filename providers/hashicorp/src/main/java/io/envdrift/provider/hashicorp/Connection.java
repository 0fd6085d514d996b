package io.envdrift.provider.hashicorp;

import io.envdrift.base.Deadline;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Once;
import io.envdrift.http.HttpTransport;
import io.envdrift.http.RetryPolicy;
import io.envdrift.http.Sending;
import io.envdrift.http.Verdict;
import io.envdrift.vault.CredentialSource;
import io.envdrift.vault.FailureCauses;
import io.envdrift.vault.VaultAttempt;
import io.envdrift.vault.VaultContext;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.vault.client.RestTemplateBuilder;
import org.springframework.vault.client.VaultEndpoint;
import org.springframework.vault.core.VaultTemplate;
import org.springframework.vault.support.VaultToken;
import org.springframework.web.client.ResponseErrorHandler;
import org.springframework.web.client.RestClientResponseException;
import tools.jackson.databind.JsonNode;

/**
 * Requests to one Vault, with its token, over Spring Vault.
 *
 * <p>Spring's templates for key-value secrets are not used: they take names for URI templates, and any 404 for a missing
 * secret. Bodies are bytes, because Spring logs others where debugging is on.
 */
final class Connection implements AutoCloseable {
    private static final String API = "/v1/";

    private final URI address;
    private final Deadline deadline;
    private final HttpTransport transport;
    private final Once<VaultToken> token;
    private final VaultTemplate template;

    Connection(HashicorpSettings settings, VaultContext context) {
        this.address = settings.address();
        this.deadline = context.deadline();
        this.transport = context.transport("VAULT_CACERT");
        Map<String, String> standing = new LinkedHashMap<>();
        // Vault's own agent refuses requests without this header, because a page in a browser cannot send it.
        standing.put("X-Vault-Request", "true");
        settings.namespace().ifPresent(name -> standing.put("X-Vault-Namespace", name));
        TransportRequestFactory factory = new TransportRequestFactory(transport, deadline, standing);
        VaultEndpoint endpoint = VaultEndpoint.from(URI.create(address + API));
        Login login = new Login(settings.login(), context, () -> new QuietRestTemplate(endpoint, factory));
        this.token = new Once<>(() -> token(login));
        this.template = new VaultTemplate(
                RestTemplateBuilder.builder()
                        .endpoint(endpoint)
                        .requestFactory(factory)
                        .errorHandler(new EveryAnswerIsAnAnswer()),
                token::get);
    }

    /** Returns by how much the clock of the service was ahead of ours when it last answered. */
    Optional<Duration> clockSkew() {
        return transport.clockSkew();
    }

    /**
     * Reads.
     *
     * @param path below {@code /v1/}, encoded
     * @return the answer, of whatever status
     * @throws EnvdriftException when there is no token, or no answer
     */
    Answer get(String path) {
        return exchange(HttpMethod.GET, path, HttpEntity.EMPTY, Sending.REPEATABLE);
    }

    /** Writes, once. Otherwise as {@link #get}. */
    Answer post(String path, JsonNode body) {
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.APPLICATION_JSON);
        byte[] bytes = SecretFields.JSON.writeValueAsBytes(body);
        return exchange(HttpMethod.POST, path, new HttpEntity<>(bytes, headers), Sending.ONCE);
    }

    /** Logs in, if that is not done yet. */
    void logIn() {
        var unused = token.get();
    }

    @Override
    public void close() {
        transport.close();
    }

    private Answer exchange(HttpMethod method, String path, HttpEntity<?> body, Sending sending) {
        // Before the retries of the request itself: it has its own, and its failure is final.
        logIn();
        URI uri = URI.create(address + API + path);
        return RetryPolicy.standard()
                .call(
                        deadline,
                        sending,
                        Answer::verdict,
                        Verdict::of,
                        () -> template.doWithSession(operations -> {
                            ResponseEntity<byte[]> answer = operations.exchange(uri, method, body, byte[].class);
                            byte[] bytes = answer.getBody();
                            return new Answer(
                                    answer.getStatusCode().value(),
                                    Optional.ofNullable(answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)),
                                    bytes == null ? new byte[0] : bytes);
                        }));
    }

    private VaultToken token(Login login) {
        try {
            return RetryPolicy.standard()
                    .call(deadline, Sending.REPEATABLE, Connection::ofLogin, login.method()::login);
        } catch (EnvdriftException e) {
            throw e;
        } catch (RuntimeException e) {
            throw loginFailure(e);
        }
    }

    private static Verdict ofLogin(RuntimeException failure) {
        return FailureCauses.find(failure, RestClientResponseException.class)
                .map(refusal -> Verdict.ofStatus(
                        refusal.getStatusCode().value(),
                        Optional.ofNullable(refusal.getResponseHeaders())
                                .map(headers -> headers.getFirst(HttpHeaders.RETRY_AFTER)),
                        Instant.now()))
                .orElseGet(() -> Verdict.of(failure));
    }

    /** Spring's own messages are left out, and their exceptions are no causes: they quote Vault's answer. */
    private static EnvdriftException loginFailure(RuntimeException failure) {
        Optional<RestClientResponseException> refusal = FailureCauses.find(failure, RestClientResponseException.class);
        if (refusal.isEmpty()) {
            return new EnvdriftException(
                    ErrorCode.MALFORMED_ANSWER,
                    "the answer to the log-in could not be understood",
                    "check that the address is Vault's, and auth_mount that of the auth method");
        }
        int status = refusal.get().getStatusCode().value();
        return switch (status) {
            case 400, 401, 403, 404 ->
                CredentialSource.unusable(
                        "Vault refused the log-in with status " + status,
                        "check auth, auth_mount and role in [vault.hashicorp], and the credentials in the environment");
            default -> VaultAttempt.refusal(status);
        };
    }

    private static final class EveryAnswerIsAnAnswer implements ResponseErrorHandler {
        @Override
        public boolean hasError(ClientHttpResponse response) {
            return false;
        }

        @Override
        public void handleError(URI url, HttpMethod method, ClientHttpResponse response) {
            // Never called.
        }
    }
}
