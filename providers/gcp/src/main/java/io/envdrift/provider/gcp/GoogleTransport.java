package io.envdrift.provider.gcp;

import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import com.google.api.client.util.StreamingContent;
import io.envdrift.base.Deadline;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.http.HttpHeaders;
import io.envdrift.http.HttpRequest;
import io.envdrift.http.HttpResponse;
import io.envdrift.http.HttpTransport;
import io.envdrift.http.Sending;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;

/**
 * Carries the requests of Google's libraries over our one transport, so that time limits, proxies, authorities and
 * redirects are ours. Answers other than those of success leave as {@link GoogleRefusal}, and failures as they are: both are
 * unchecked, so the libraries neither repeat nor redirect nor log in again.
 */
final class GoogleTransport extends com.google.api.client.http.HttpTransport {
    private final HttpTransport transport;
    private final Deadline deadline;
    private final Map<String, String> credentials;

    /**
     * Creates the carrier.
     *
     * @param credentials header fields that every request gets
     */
    GoogleTransport(HttpTransport transport, Deadline deadline, Map<String, String> credentials) {
        this.transport = transport;
        this.deadline = deadline;
        this.credentials = Map.copyOf(credentials);
    }

    @Override
    public boolean supportsMethod(String method) {
        return true;
    }

    @Override
    protected LowLevelHttpRequest buildRequest(String method, String url) {
        return new Prepared(method, uri(url));
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            // Without the cause, which quotes the address.
            throw new EnvdriftException(
                    ErrorCode.VAULT_SETTINGS, "an address is malformed", "check endpoint_url and the credentials file");
        }
    }

    private final class Prepared extends LowLevelHttpRequest {
        private final String method;
        private final URI uri;
        private HttpHeaders headers = HttpHeaders.none();

        Prepared(String method, URI uri) {
            this.method = method;
            this.uri = uri;
        }

        @Override
        public void addHeader(String name, String value) {
            // Answers come as they are: our transport reads no compressed ones.
            if (!name.equalsIgnoreCase("Accept-Encoding")) {
                headers = headers.and(name, value);
            }
        }

        @Override
        public LowLevelHttpResponse execute() throws IOException {
            HttpHeaders all = headers;
            for (Map.Entry<String, String> field : credentials.entrySet()) {
                all = all.with(field.getKey(), field.getValue());
            }
            if (getContentType() != null) {
                all = all.with("Content-Type", getContentType());
            }
            Sending sending = uri.getRawPath().endsWith(":addVersion")
                            || uri.getRawPath().endsWith("/secrets") && method.equals("POST")
                    ? Sending.ONCE
                    : Sending.REPEATABLE;
            HttpResponse answer = transport.exchange(
                    new HttpRequest(method, uri, all, body(getStreamingContent()), sending), deadline);
            if (!answer.isSuccess()) {
                throw new GoogleRefusal(answer);
            }
            return new GoogleAnswer(answer);
        }
    }

    private static byte[] body(@org.jspecify.annotations.Nullable StreamingContent content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (content != null) {
            content.writeTo(bytes);
        }
        return bytes.toByteArray();
    }
}
