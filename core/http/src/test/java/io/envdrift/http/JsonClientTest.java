package io.envdrift.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonClientTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com",
                "ftp://127.0.0.1",
                "https://user:secret@example.com",
                "https://example.com/?q=1",
                "https://example.com/#f",
                "http://127.0.0.1.example.com",
                "//example.com"
            })
    void anUnsafeAddressIsRefusedWithoutShowingIt(String address) {
        assertThatThrownBy(() -> client(address))
                .isInstanceOf(EnvdriftException.class)
                .hasMessageContaining("must be https, or http to this machine")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.com", "HTTPS://example.com/base", "http://[::1]:1", "http://localhost:1"})
    void aSafeOneIsTaken(String address) {
        try (JsonClient client = client(address)) {
            assertThat(client.address()).isEqualTo(URI.create(address));
        }
    }

    @Test
    void pathsAreSentAsTheyAreEncoded() {
        try (JsonClient client = client("https://example.com/base/")) {
            HttpRequest read = client.get("/env/p/feat%2Fauth?local_keys=A");
            assertThat(read.uri().toString()).isEqualTo("https://example.com/base/env/p/feat%2Fauth?local_keys=A");
            assertThat(read.sending()).isEqualTo(Sending.REPEATABLE);
            assertThat(read.headers().first("User-Agent")).contains("test");
            HttpRequest write = client.request("POST", "/x", "{}".getBytes(StandardCharsets.UTF_8));
            assertThat(write.sending()).isEqualTo(Sending.ONCE);
            assertThat(write.headers().first("Content-Type")).contains("application/json");
            assertThat(client.request("DELETE", "/x", new byte[0]).headers().first("Content-Type"))
                    .isEmpty();
        }
    }

    @Test
    void whatAServerSaysIsOneShortLine() {
        HttpResponse response = new HttpResponse(
                409, HttpHeaders.none(), ("a\u001b[31m\nb" + "x".repeat(1000)).getBytes(StandardCharsets.UTF_8));
        RefusedAnswer whole = RefusedAnswer.of(response, Optional.empty());
        assertThat(whole.text()).startsWith("a [31m b").hasSize(301).endsWith("…");
        assertThat(RefusedAnswer.of(response, Optional.of(" ")).text()).isEqualTo("no reason was given");
    }

    private static JsonClient client(String address) {
        return JsonClient.at(URI.create(address), "test", Map.of(), Duration.ofSeconds(1));
    }
}
