package io.envdrift.http;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which proxy a request goes through, by the variables {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY} and
 * {@code NO_PROXY}. As elsewhere, the lower-case form of a variable wins. Loopback is never proxied.
 */
public final class ProxyRules {
    private static final Pattern PROXY =
            Pattern.compile("(?:(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?(?:(?<credentials>[^@/]*)@)?"
                    + "(?<host>\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::(?<port>[0-9]{1,5}))?/?");

    private final Map<String, String> environment;
    private final NoProxy exceptions;

    private ProxyRules(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.exceptions = NoProxy.parse(variable("NO_PROXY").orElse(""));
    }

    /** Reads the rules from an environment. What a variable holds is looked at only when it is needed. */
    public static ProxyRules from(Map<String, String> environment) {
        return new ProxyRules(environment);
    }

    /** Returns rules by which nothing is proxied. */
    public static ProxyRules none() {
        return new ProxyRules(Map.of());
    }

    /**
     * Returns the proxy for a request.
     *
     * @param uri absolute, {@code http} or {@code https}
     * @throws EnvdriftException {@code VAULT_SETTINGS} when the variable that applies holds no proxy that we can use
     */
    public Optional<HttpProxy> proxyFor(URI uri) {
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        String variable = tls ? "HTTPS_PROXY" : "HTTP_PROXY";
        Optional<String> own = variable(variable);
        if (own.isEmpty()) {
            variable = "ALL_PROXY";
            own = variable(variable);
        }
        if (own.isEmpty() || exceptions.cover(HttpAddress.of(uri))) {
            return Optional.empty();
        }
        return Optional.of(parse(variable, own.get()));
    }

    private Optional<String> variable(String name) {
        // A CGI program gets the request's header "Proxy" as HTTP_PROXY: the client set it, not the user.
        boolean forged = name.equals("HTTP_PROXY") && environment.containsKey("REQUEST_METHOD");
        return Optional.ofNullable(environment.get(name.toLowerCase(Locale.ROOT)))
                .or(() -> forged ? Optional.empty() : Optional.ofNullable(environment.get(name)))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private static HttpProxy parse(String variable, String value) {
        Matcher matcher = PROXY.matcher(value);
        if (!matcher.matches()) {
            throw unusable(variable);
        }
        String scheme = matcher.group("scheme") == null
                ? "http"
                : matcher.group("scheme").toLowerCase(Locale.ROOT);
        String host = matcher.group("host");
        boolean tls = scheme.equals("https");
        int port = matcher.group("port") == null ? (tls ? 443 : 80) : Integer.parseInt(matcher.group("port"));
        if (!(tls || scheme.equals("http")) || port > 65535) {
            throw unusable(variable);
        }
        Optional<Secret> credentials =
                Optional.ofNullable(matcher.group("credentials")).map(text -> decode(variable, text));
        return new HttpProxy(
                tls, host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port, credentials);
    }

    private static Secret decode(String variable, String credentials) {
        try {
            return Secret.of(URLDecoder.decode(credentials.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw unusable(variable);
        }
    }

    /** The value is not shown: it may hold a password. */
    private static EnvdriftException unusable(String variable) {
        return new EnvdriftException(
                ErrorCode.VAULT_SETTINGS,
                "The variable " + variable + " holds no address of an HTTP proxy",
                "write it as http://host:port or http://user:password@host:port, special characters as in %40");
    }
}
