package io.envdrift.server.api.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.http.HttpRequest;
import io.envdrift.http.HttpResponse;
import io.envdrift.http.JsonClient;
import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonObject;
import io.envdrift.json.JsonReader;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An identity provider's discovery document: kept for an hour, asked for at most once a minute while the provider is away. */
final class ProviderDocument {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderDocument.class);
    private static final Duration BETWEEN_REQUESTS = Duration.ofMinutes(1);
    private static final Duration KEPT = Duration.ofHours(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final JsonReader READER = new JsonReader(JsonLimits.GENEROUS.withMaxBytes(1 << 20));
    private static final String PATH = "/.well-known/openid-configuration";

    private final String issuer;
    private final Map<String, String> environment;
    private final InstantSource clock;
    private Optional<JsonObject> known = Optional.empty();
    private @Nullable Instant asked;

    /**
     * Prepares the document; nothing is asked for yet.
     *
     * @param environment says which proxies and certificate authorities there are
     */
    ProviderDocument(String issuer, Map<String, String> environment, InstantSource clock) {
        this.issuer = issuer;
        this.environment = environment;
        this.clock = clock;
    }

    /** Returns the https URL of a member, if the document can be had and has it. */
    synchronized Optional<String> endpoint(String name) {
        Instant now = clock.instant();
        Duration pause = known.isPresent() ? KEPT : BETWEEN_REQUESTS;
        if (asked == null || now.isAfter(asked.plus(pause))) {
            asked = now;
            try {
                known = Optional.of(fetch());
            } catch (EnvdriftException | IllegalArgumentException e) {
                LOG.warn("Cannot get the discovery document of {}: {}", issuer, e.getMessage());
            }
        }
        return known.flatMap(document -> document.text(name)).filter(url -> url.startsWith("https://"));
    }

    /**
     * Sends a form and returns the answer.
     *
     * @throws EnvdriftException when there is none
     * @throws IllegalArgumentException when the URL is none
     */
    HttpResponse post(String url, byte[] form) {
        return send(url, "POST", form);
    }

    private JsonObject fetch() {
        String url = issuer + (issuer.endsWith("/") ? PATH.substring(1) : PATH);
        HttpResponse response = send(url, "GET", new byte[0]);
        if (response.status() != 200) {
            throw new IllegalArgumentException("it answered " + response.status());
        }
        JsonObject document = READER.object(response.body());
        if (!document.requireText("issuer").equals(issuer)) {
            throw new IllegalArgumentException("its discovery document is of another issuer");
        }
        return document;
    }

    private HttpResponse send(String url, String method, byte[] body) {
        URI whole = URI.create(url);
        URI root = URI.create(whole.getScheme() + "://" + whole.getRawAuthority());
        String path = whole.getRawPath() + (whole.getRawQuery() == null ? "" : "?" + whole.getRawQuery());
        try (JsonClient client = JsonClient.at(root, "envdrift-server", environment, TIMEOUT)) {
            HttpRequest request = method.equals("GET")
                    ? client.get(path)
                    : client.request(method, path, body).with("Content-Type", "application/x-www-form-urlencoded");
            return client.send(request.with("Accept", "application/json"));
        }
    }
}
