package io.envdrift.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.http.RetryPolicy;
import io.envdrift.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Signs somebody in at an identity provider by the device authorization grant (RFC 8628): they open a page on any
 * machine and type a code there. The provider issues the token that the server accepts.
 */
public final class SignIn {
    /** The variable with the client's secret, for providers that demand one of such clients too, as Google does. */
    public static final String CLIENT_SECRET_VARIABLE = "ENVSYNC_OIDC_CLIENT_SECRET";

    private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";
    private static final Duration USUAL_INTERVAL = Duration.ofSeconds(5);
    private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(30);

    private final Map<String, String> environment;
    private final Duration timeout;
    private final RetryPolicy.Sleeper sleeper;

    /**
     * Prepares; contacts nobody.
     *
     * @param environment says which proxies and certificate authorities there are
     * @param timeout of one call
     */
    public SignIn(Map<String, String> environment, Duration timeout) {
        this(environment, timeout, Thread::sleep);
    }

    SignIn(Map<String, String> environment, Duration timeout, RetryPolicy.Sleeper sleeper) {
        this.environment = environment;
        this.timeout = timeout;
        this.sleeper = sleeper;
    }

    /**
     * What somebody has to do.
     *
     * @param page to open
     * @param code to type there
     */
    public record Prompt(URI page, String code) {}

    /** Asks a server at which providers its users sign in; needs no token. */
    public static List<IdentityProvider> providers(EnvSyncServer server) {
        return server.get(
                "login", "/api/v1/envsync/-/login", json -> json.requireList("providers", IdentityProvider::read));
    }

    /**
     * Signs in.
     *
     * @param prompt shows somebody what to do, and returns at once
     * @return the token
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when the sign-in is refused or not confirmed in time, {@code
     *     MALFORMED_ANSWER} when the provider answers something else, others when it cannot be reached
     */
    public AccessToken run(IdentityProvider provider, Consumer<Prompt> prompt) {
        try (ProviderCalls calls = new ProviderCalls(provider.issuer(), environment, timeout)) {
            JsonObject discovery = calls.discovery();
            Map<String, String> client = new TreeMap<>(Map.of("client_id", provider.clientId()));
            Map<String, String> first = new TreeMap<>(client);
            first.put("scope", "openid email");
            JsonObject started = calls.post(endpoint(discovery, "device_authorization_endpoint"), first)
                    .requireSuccess();
            prompt.accept(new Prompt(ProviderCalls.page(started), started.requireText("user_code")));
            client.put("grant_type", GRANT);
            client.put("device_code", started.requireText("device_code"));
            Optional.ofNullable(environment.get(CLIENT_SECRET_VARIABLE))
                    .filter(secret -> !secret.isEmpty())
                    .ifPresent(secret -> client.put("client_secret", secret));
            return AccessToken.of(Secret.of(poll(calls, endpoint(discovery, "token_endpoint"), client, started)));
        }
    }

    private String poll(ProviderCalls calls, URI endpoint, Map<String, String> form, JsonObject started) {
        Duration interval = seconds(started, "interval").orElse(USUAL_INTERVAL);
        Duration left = seconds(started, "expires_in")
                .filter(given -> given.compareTo(LONGEST_WAIT) < 0)
                .orElse(LONGEST_WAIT);
        while (true) {
            ProviderCalls.Answered answered = calls.post(endpoint, form);
            if (answered.succeeded()) {
                return answered.json().text("id_token").orElseThrow(SignIn::notOpenId);
            }
            switch (answered.json().text("error").orElse("")) {
                case "authorization_pending" -> {}
                case "slow_down" -> interval = interval.plus(USUAL_INTERVAL);
                case "access_denied" -> throw refused("The sign-in was refused", null);
                case "expired_token" -> throw refused("The sign-in was not confirmed in time", null);
                default -> throw answered.failure();
            }
            if (interval.compareTo(LONGEST_INTERVAL) > 0 || interval.compareTo(left) > 0) {
                throw refused("The sign-in was not confirmed in time", null);
            }
            left = left.minus(interval);
            pause(interval);
        }
    }

    private void pause(Duration interval) {
        try {
            sleeper.sleep(interval);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused("The sign-in was interrupted", e);
        }
    }

    /** At least a second: a provider must not make this machine call it without end. */
    private static Optional<Duration> seconds(JsonObject json, String name) {
        return json.whole(name).stream()
                .mapToObj(given -> Duration.ofSeconds(Math.clamp(given, 1, LONGEST_WAIT.toSeconds())))
                .findFirst();
    }

    private static URI endpoint(JsonObject discovery, String name) {
        return discovery
                .text(name)
                .flatMap(ProviderCalls::address)
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.MALFORMED_ANSWER,
                        "The identity provider has no " + name + ": nobody can sign in there from a command line",
                        "sign in with another one, or ask an owner for an invite"));
    }

    private static EnvdriftException notOpenId() {
        return new EnvdriftException(
                ErrorCode.MALFORMED_ANSWER,
                "The identity provider gave no id_token",
                "it must know OpenID Connect, and allow the client the scope openid");
    }

    private static EnvdriftException refused(String message, @Nullable Throwable cause) {
        return new EnvdriftException(ErrorCode.NOT_AUTHENTICATED, message, "run 'envsync login' again", cause);
    }
}
