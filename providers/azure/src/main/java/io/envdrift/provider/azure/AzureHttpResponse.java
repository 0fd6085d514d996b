package io.envdrift.provider.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An answer of our transport in the SDK's form. All of it is there already. */
final class AzureHttpResponse extends HttpResponse {
    private final io.envdrift.http.HttpResponse answer;
    private final HttpHeaders headers = new HttpHeaders();

    AzureHttpResponse(HttpRequest request, io.envdrift.http.HttpResponse answer) {
        super(request);
        this.answer = answer;
        answer.headers().asMap().forEach((name, values) -> headers.set(HttpHeaderName.fromString(name), values));
    }

    @Override
    public int getStatusCode() {
        return answer.status();
    }

    @Override
    @Deprecated
    public @Nullable String getHeaderValue(String name) {
        return answer.headers().first(name).orElse(null);
    }

    @Override
    public HttpHeaders getHeaders() {
        return headers;
    }

    @Override
    public Flux<ByteBuffer> getBody() {
        return Flux.just(ByteBuffer.wrap(answer.body()));
    }

    @Override
    public BinaryData getBodyAsBinaryData() {
        return BinaryData.fromBytes(answer.body());
    }

    @Override
    public Mono<byte[]> getBodyAsByteArray() {
        return Mono.just(answer.body());
    }

    @Override
    public Mono<String> getBodyAsString() {
        return getBodyAsString(StandardCharsets.UTF_8);
    }

    @Override
    public Mono<String> getBodyAsString(Charset charset) {
        return Mono.just(new String(answer.body(), charset));
    }

    @Override
    public HttpResponse buffer() {
        return this;
    }
}
