package io.envdrift.provider.hashicorp;

import io.envdrift.base.Deadline;
import io.envdrift.http.HttpHeaders;
import io.envdrift.http.HttpRequest;
import io.envdrift.http.HttpResponse;
import io.envdrift.http.HttpTransport;
import io.envdrift.http.Sending;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.AbstractClientHttpRequest;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Lets Spring send its requests over our transport: its limits, proxies and authorities, no redirects, and nothing sent
 * twice. Spring's own factory over {@code HttpURLConnection} promises none of these.
 */
final class TransportRequestFactory implements ClientHttpRequestFactory {
    private final HttpTransport transport;
    private final Deadline deadline;
    private final Map<String, String> standing;

    /**
     * Creates a factory.
     *
     * @param standing header fields of every request
     */
    TransportRequestFactory(HttpTransport transport, Deadline deadline, Map<String, String> standing) {
        this.transport = transport;
        this.deadline = deadline;
        this.standing = Map.copyOf(standing);
    }

    @Override
    public ClientHttpRequest createRequest(URI uri, HttpMethod method) {
        return new Request(uri, method);
    }

    private final class Request extends AbstractClientHttpRequest {
        private final URI uri;
        private final HttpMethod method;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();

        Request(URI uri, HttpMethod method) {
            this.uri = uri;
            this.method = method;
        }

        @Override
        public HttpMethod getMethod() {
            return method;
        }

        @Override
        public URI getURI() {
            return uri;
        }

        @Override
        protected OutputStream getBodyInternal(org.springframework.http.HttpHeaders headers) {
            return body;
        }

        @Override
        protected ClientHttpResponse executeInternal(org.springframework.http.HttpHeaders headers) {
            HttpHeaders fields = HttpHeaders.none();
            for (Map.Entry<String, String> field : standing.entrySet()) {
                fields = fields.with(field.getKey(), field.getValue());
            }
            for (String name : headers.headerNames()) {
                for (String value : headers.getOrEmpty(name)) {
                    // The transport knows the length itself.
                    fields = name.equalsIgnoreCase("Content-Length") ? fields : fields.and(name, value);
                }
            }
            Sending sending = method.equals(HttpMethod.GET) ? Sending.REPEATABLE : Sending.ONCE;
            return new Response(transport.exchange(
                    new HttpRequest(method.name(), uri, fields, body.toByteArray(), sending), deadline));
        }
    }

    private record Response(HttpResponse answer) implements ClientHttpResponse {
        @Override
        public HttpStatusCode getStatusCode() {
            return HttpStatusCode.valueOf(answer.status());
        }

        @Override
        public String getStatusText() {
            return "";
        }

        @Override
        public org.springframework.http.HttpHeaders getHeaders() {
            org.springframework.http.HttpHeaders headers = new org.springframework.http.HttpHeaders();
            answer.headers().asMap().forEach((name, values) -> values.forEach(value -> headers.add(name, value)));
            return headers;
        }

        @Override
        public InputStream getBody() {
            return new ByteArrayInputStream(answer.body());
        }

        @Override
        public void close() {
            // All of the body is read already.
        }
    }
}
