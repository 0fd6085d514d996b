package io.envdrift.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.http.HttpRequest;
import io.envdrift.http.HttpResponse;
import io.envdrift.http.JsonClient;
import io.envdrift.json.JsonException;
import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonObject;
import io.envdrift.json.JsonReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Calls of an identity provider: https, or http to this machine. */
final class ProviderCalls implements AutoCloseable {
    private static final String USER_AGENT = "envdrift-envsync";
    private static final JsonReader READER = new JsonReader(JsonLimits.GENEROUS.withMaxBytes(1 << 20));
    private static final String DISCOVERY = ".well-known/openid-configuration";

    private final String issuer;
    private final Map<String, String> environment;
    private final Duration timeout;
    private final Map<URI, JsonClient> clients = new HashMap<>();

    ProviderCalls(String issuer, Map<String, String> environment, Duration timeout) {
        this.issuer = issuer;
        this.environment = environment;
        this.timeout = timeout;
    }

    /**
     * An answer.
     *
     * @param json its body; an empty object when that is none
     */
    record Answered(int status, JsonObject json) {
        boolean succeeded() {
            return status / 100 == 2;
        }

        JsonObject requireSuccess() {
            if (!succeeded()) {
                throw failure();
            }
            return json;
        }

        EnvdriftException failure() {
            String why =
                    json.text("error_description").or(() -> json.text("error")).orElse("no reason given");
            return new EnvdriftException(
                    ErrorCode.NOT_AUTHENTICATED,
                    "The identity provider refused (" + status + "): " + why,
                    "the server's operator configures the client; some providers demand its secret too: "
                            + SignIn.CLIENT_SECRET_VARIABLE);
        }
    }

    JsonObject discovery() {
        URI at = address(issuer + (issuer.endsWith("/") ? "" : "/") + DISCOVERY).orElseThrow(ProviderCalls::malformed);
        JsonClient client = client(at);
        JsonObject found = answered(client.send(client.get(at.getRawPath()))).requireSuccess();
        if (!found.text("issuer").equals(Optional.of(issuer))) {
            throw malformed();
        }
        return found;
    }

    /** Sends a form; a call that is lost may be sent again. */
    Answered post(URI endpoint, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        JsonClient client = client(endpoint);
        String query = endpoint.getRawQuery() == null ? "" : "?" + endpoint.getRawQuery();
        HttpRequest request = client.request(
                        "POST", endpoint.getRawPath() + query, body.getBytes(StandardCharsets.UTF_8))
                .with("Content-Type", "application/x-www-form-urlencoded")
                .with("Accept", "application/json")
                .repeatable();
        return answered(client.send(request));
    }

    /** Returns the page that somebody has to open. */
    static URI page(JsonObject started) {
        return started.text("verification_uri_complete")
                .or(() -> started.text("verification_uri"))
                .or(() -> started.text("verification_url"))
                .flatMap(ProviderCalls::address)
                .orElseThrow(ProviderCalls::malformed);
    }

    /** Returns an absolute address of the web, if the text is one. */
    static Optional<URI> address(String text) {
        try {
            URI uri = new URI(text);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            return Optional.of(uri).filter(each -> web && each.getHost() != null);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        clients.values().forEach(JsonClient::close);
    }

    private JsonClient client(URI uri) {
        URI root = URI.create(uri.getScheme() + "://" + uri.getRawAuthority());
        return clients.computeIfAbsent(root, at -> JsonClient.at(at, USER_AGENT, environment, timeout));
    }

    private static Answered answered(HttpResponse response) {
        try {
            return new Answered(response.status(), READER.object(response.body()));
        } catch (JsonException e) {
            throw malformed();
        }
    }

    private static EnvdriftException malformed() {
        return new EnvdriftException(
                ErrorCode.MALFORMED_ANSWER,
                "The answer is not that of an identity provider",
                "ask the server's operator to check --oidc-issuer");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
