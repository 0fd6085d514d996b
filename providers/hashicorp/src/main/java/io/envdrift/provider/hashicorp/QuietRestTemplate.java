package io.envdrift.provider.hashicorp;

import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.vault.client.SimpleVaultEndpointProvider;
import org.springframework.vault.client.VaultClients;
import org.springframework.vault.client.VaultEndpoint;
import org.springframework.web.client.DefaultResponseErrorHandler;
import org.springframework.web.client.RequestCallback;
import org.springframework.web.client.RestTemplate;

/**
 * Sends the requests of Spring Vault's auth methods. Spring logs bodies of requests as text where debugging is on;
 * those of a log-in are credentials, so their {@code toString} shows nothing here.
 */
final class QuietRestTemplate extends RestTemplate {
    QuietRestTemplate(VaultEndpoint endpoint, ClientHttpRequestFactory factory) {
        super(List.of(new JacksonJsonHttpMessageConverter()));
        setRequestFactory(factory);
        setUriTemplateHandler(VaultClients.createUriBuilderFactory(SimpleVaultEndpointProvider.of(endpoint)));
        setErrorHandler(new DefaultResponseErrorHandler() {
            @Override
            public boolean hasError(ClientHttpResponse response) throws IOException {
                // A redirect is no success either.
                return !response.getStatusCode().is2xxSuccessful();
            }
        });
    }

    @Override
    public <T> RequestCallback httpEntityCallback(@Nullable Object body, Type responseType) {
        return super.httpEntityCallback(body instanceof Map<?, ?> fields ? new Unseen(fields) : body, responseType);
    }

    /** A body whose JSON is that of its content, and whose {@code toString} shows nothing. */
    private record Unseen(@JsonValue Map<?, ?> body) {
        @Override
        public String toString() {
            return "****";
        }
    }
}
