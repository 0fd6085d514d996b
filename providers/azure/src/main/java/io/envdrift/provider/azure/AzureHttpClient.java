package io.envdrift.provider.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeader;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import io.envdrift.base.Deadline;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.http.HttpHeaders;
import io.envdrift.http.HttpTransport;
import io.envdrift.http.RetryPolicy;
import io.envdrift.http.Sending;
import io.envdrift.vault.VaultHost;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/** Carries the SDK's requests over our one transport, so that time limits, proxies, authorities and redirects are ours. */
final class AzureHttpClient implements HttpClient {
    private final Function<io.envdrift.http.HttpRequest, io.envdrift.http.HttpResponse> exchange;

    private AzureHttpClient(Function<io.envdrift.http.HttpRequest, io.envdrift.http.HttpResponse> exchange) {
        this.exchange = exchange;
    }

    /**
     * For calls to a vault. Each is sent once: the policy on repetitions stands above the SDK. A list may continue on the same
     * host only, since every request carries the token.
     */
    static HttpClient ofVault(HttpTransport transport, Deadline deadline, VaultAddress address) {
        return new AzureHttpClient(request -> {
            if (!VaultHost.of(request.uri()).equals(address.host())) {
                throw new EnvdriftException(
                        ErrorCode.MALFORMED_ANSWER,
                        "its answer leads to another host",
                        "check that the address is the vault's");
            }
            return transport.exchange(request, deadline);
        });
    }

    /**
     * For calls that sign in. The policy on repetitions stands here, and refusals leave as exceptions, so that the SDK does not
     * repeat anything by itself.
     *
     * @param refused makes sure that an answer is one of success; throws otherwise
     */
    static HttpClient ofAuthority(
            HttpTransport transport, Deadline deadline, UnaryOperator<io.envdrift.http.HttpResponse> refused) {
        return new AzureHttpClient(
                request -> refused.apply(RetryPolicy.standard().exchange(transport, request.repeatable(), deadline)));
    }

    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
        return Mono.fromCallable(() -> sendSync(request, Context.NONE));
    }

    @Override
    public HttpResponse sendSync(HttpRequest request, Context context) {
        return new AzureHttpResponse(request, exchange.apply(converted(request)));
    }

    private static io.envdrift.http.HttpRequest converted(HttpRequest request) {
        HttpHeaders headers = HttpHeaders.none();
        for (HttpHeader field : request.getHeaders()) {
            // The transport sets the length of the body itself.
            if (!field.getName().equalsIgnoreCase("Content-Length")) {
                for (String value : field.getValuesList()) {
                    headers = headers.and(field.getName(), value);
                }
            }
        }
        BinaryData body = request.getBodyAsBinaryData();
        HttpMethod method = request.getHttpMethod();
        return new io.envdrift.http.HttpRequest(
                Objects.toString(method),
                uri(request),
                headers,
                body == null ? new byte[0] : body.toBytes(),
                method == HttpMethod.GET ? Sending.REPEATABLE : Sending.ONCE);
    }

    private static URI uri(HttpRequest request) {
        try {
            return request.getUrl().toURI();
        } catch (URISyntaxException e) {
            throw new EnvdriftException(
                    ErrorCode.MALFORMED_ANSWER, "its answer leads nowhere", "check that the address is the vault's");
        }
    }
}
