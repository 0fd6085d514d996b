package io.envdrift.bench.minimal;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads one secret from Azure: address and name are the arguments. */
public final class AzureRead {
    private AzureRead() {}

    /** Prints the length of the secret. */
    public static void main(String[] arguments) {
        HttpClient http = new UrlConnectionClient();
        System.out.println(new SecretClientBuilder()
                .vaultUrl(arguments[0])
                .disableChallengeResourceVerification()
                .httpClient(http)
                .credential(new ClientSecretCredentialBuilder()
                        .authorityHost(System.getenv("AZURE_AUTHORITY_HOST"))
                        .tenantId(System.getenv("AZURE_TENANT_ID"))
                        .clientId(System.getenv("AZURE_CLIENT_ID"))
                        .clientSecret(System.getenv("AZURE_CLIENT_SECRET"))
                        .disableInstanceDiscovery()
                        .httpClient(http)
                        .build())
                .buildClient()
                .getSecret(arguments[1])
                .getValue()
                .length());
    }

    /** The smallest client that the SDK can use without Netty. */
    private static final class UrlConnectionClient implements HttpClient {
        @Override
        public Mono<HttpResponse> send(HttpRequest request) {
            return Mono.fromCallable(() -> exchange(request));
        }

        @Override
        public HttpResponse sendSync(HttpRequest request, Context context) {
            try {
                return exchange(request);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static HttpResponse exchange(HttpRequest request) throws IOException {
            HttpURLConnection connection = (HttpURLConnection) request.getUrl().openConnection();
            connection.setRequestMethod(request.getHttpMethod().toString());
            request.getHeaders().forEach(header -> connection.setRequestProperty(header.getName(), header.getValue()));
            BinaryData body = request.getBodyAsBinaryData();
            if (body != null) {
                connection.setDoOutput(true);
                try (OutputStream stream = connection.getOutputStream()) {
                    stream.write(body.toBytes());
                }
            }
            int status = connection.getResponseCode();
            try (InputStream stream = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                byte[] answer = stream == null ? new byte[0] : stream.readAllBytes();
                HttpHeaders headers = new HttpHeaders();
                connection.getHeaderFields().forEach((name, values) -> {
                    if (name != null) {
                        headers.set(HttpHeaderName.fromString(name), values);
                    }
                });
                return new Answer(request, status, headers, answer);
            }
        }
    }

    private static final class Answer extends HttpResponse {
        private final int status;
        private final HttpHeaders headers;
        private final byte[] body;

        Answer(HttpRequest request, int status, HttpHeaders headers, byte[] body) {
            super(request);
            this.status = status;
            this.headers = headers;
            this.body = body;
        }

        @Override
        public int getStatusCode() {
            return status;
        }

        @Override
        @Deprecated
        public String getHeaderValue(String name) {
            return headers.getValue(HttpHeaderName.fromString(name));
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }

        @Override
        public Flux<ByteBuffer> getBody() {
            return Flux.just(ByteBuffer.wrap(body));
        }

        @Override
        public Mono<byte[]> getBodyAsByteArray() {
            return Mono.just(body);
        }

        @Override
        public Mono<String> getBodyAsString() {
            return getBodyAsString(StandardCharsets.UTF_8);
        }

        @Override
        public Mono<String> getBodyAsString(Charset charset) {
            return Mono.just(new String(body, charset));
        }
    }
}
