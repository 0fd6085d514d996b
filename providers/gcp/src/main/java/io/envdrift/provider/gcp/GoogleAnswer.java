package io.envdrift.provider.gcp;

import com.google.api.client.http.LowLevelHttpResponse;
import io.envdrift.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer of our transport in the form that Google's libraries read. */
final class GoogleAnswer extends LowLevelHttpResponse {
    private final HttpResponse answer;
    private final List<Map.Entry<String, String>> fields;

    GoogleAnswer(HttpResponse answer) {
        this.answer = answer;
        this.fields = answer.headers().asMap().entrySet().stream()
                .flatMap(field -> field.getValue().stream().map(value -> Map.entry(field.getKey(), value)))
                .toList();
    }

    @Override
    public InputStream getContent() {
        return new ByteArrayInputStream(answer.body());
    }

    @Override
    public @Nullable String getContentEncoding() {
        return answer.headers().first("Content-Encoding").orElse(null);
    }

    @Override
    public long getContentLength() {
        return answer.body().length;
    }

    @Override
    public @Nullable String getContentType() {
        return answer.headers().first("Content-Type").orElse(null);
    }

    @Override
    public String getStatusLine() {
        return "HTTP/1.1 " + answer.status();
    }

    @Override
    public int getStatusCode() {
        return answer.status();
    }

    @Override
    public @Nullable String getReasonPhrase() {
        return null;
    }

    @Override
    public int getHeaderCount() {
        return fields.size();
    }

    @Override
    public String getHeaderName(int index) {
        return fields.get(index).getKey();
    }

    @Override
    public String getHeaderValue(int index) {
        return fields.get(index).getValue();
    }
}
