package io.envdrift.provider.aws;

import io.envdrift.base.Deadline;
import io.envdrift.base.EnvdriftException;
import io.envdrift.http.HttpHeaders;
import io.envdrift.http.HttpRequest;
import io.envdrift.http.HttpResponse;
import io.envdrift.http.HttpTransport;
import io.envdrift.http.Sending;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Carries the SDK's requests over our one transport, so that time limits, proxies, authorities and redirects are ours. */
final class AwsHttpClient implements SdkHttpClient {
    private static final List<String> WRITES = List.of(".PutSecretValue", ".CreateSecret");

    private final HttpTransport transport;
    private final Deadline deadline;

    AwsHttpClient(HttpTransport transport, Deadline deadline) {
        this.transport = transport;
        this.deadline = deadline;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new Prepared(request);
    }

    @Override
    public String clientName() {
        return "envdrift";
    }

    @Override
    public void close() {
        // The transport belongs to the vault.
    }

    private final class Prepared implements ExecutableHttpRequest {
        private final HttpExecuteRequest request;

        Prepared(HttpExecuteRequest request) {
            this.request = request;
        }

        @Override
        public HttpExecuteResponse call() throws IOException {
            try {
                return answer(transport.exchange(converted(request), deadline));
            } catch (EnvdriftException e) {
                // The SDK replaces some failures, and requires the replacement to be of the same class.
                throw SdkClientException.create(e.getMessage(), e);
            }
        }

        @Override
        public void abort() {
            // The transport ends every exchange in time.
        }
    }

    private static HttpRequest converted(HttpExecuteRequest request) throws IOException {
        SdkHttpRequest head = request.httpRequest();
        HttpHeaders headers = HttpHeaders.none();
        for (Map.Entry<String, List<String>> field : head.headers().entrySet()) {
            for (String value : field.getValue()) {
                headers = headers.and(field.getKey(), value);
            }
        }
        String target = headers.first("X-Amz-Target").orElse("");
        Sending sending = WRITES.stream().anyMatch(target::endsWith) ? Sending.ONCE : Sending.REPEATABLE;
        return new HttpRequest(head.method().name(), head.getUri(), headers, body(request), sending);
    }

    private static byte[] body(HttpExecuteRequest request) throws IOException {
        if (request.contentStreamProvider().isEmpty()) {
            return new byte[0];
        }
        try (InputStream body = request.contentStreamProvider().get().newStream()) {
            return body.readAllBytes();
        }
    }

    private static HttpExecuteResponse answer(HttpResponse response) {
        SdkHttpFullResponse.Builder head = SdkHttpFullResponse.builder().statusCode(response.status());
        response.headers().asMap().forEach(head::putHeader);
        return HttpExecuteResponse.builder()
                .response(head.build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(response.body())))
                .build();
    }
}
