package io.envdrift.http;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection leads: connections of the same route can stand in for each other.
 *
 * @param tls whether TLS is spoken with the host
 * @param host lower case, an IPv6 address without brackets
 * @param port never -1
 * @param proxy the proxy in between
 */
record Route(boolean tls, String host, int port, Optional<HttpProxy> proxy) {
    /** {@link URI#getHost} knows no names with underscores, but container networks do. */
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?");

    /** Written out, as the hash is: what the compiler makes is linked at run time, for ten milliseconds of a cold start. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Route same
                && tls == same.tls
                && port == same.port
                && host.equals(same.host)
                && proxy.equals(same.proxy);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * host.hashCode() + port) + proxy.hashCode();
    }

    /** Returns the way to a URI that asks no proxy. */
    static Route direct(URI uri) {
        Matcher authority = authority(uri);
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        String host = authority.group(1).toLowerCase(Locale.ROOT);
        host = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new Route(tls, host, port(authority.group(2), tls), Optional.empty());
    }

    /** Returns the way to a URI, through the proxy that the rules say. */
    static Route of(URI uri, ProxyRules proxies) {
        Route direct = direct(uri);
        return new Route(direct.tls, direct.host, direct.port, proxies.proxyFor(uri));
    }

    /** Returns scheme, host and port of a URI: what a message may show of it. */
    static String describe(URI uri) {
        Matcher authority = authority(uri);
        return uri.getScheme().toLowerCase(Locale.ROOT) + "://" + authority.group();
    }

    /** Returns scheme, host and port. */
    String describe() {
        return (tls ? "https://" : "http://") + hostField();
    }

    /** Returns the host as the {@code Host} field and the tunnel's target name it. */
    String hostAndPort() {
        return bracketed(host) + ":" + port;
    }

    String hostField() {
        return port == (tls ? 443 : 80) ? bracketed(host) : hostAndPort();
    }

    /** Tells whether the proxy reads the request itself, because there is no tunnel through it. */
    boolean throughReadingProxy() {
        return proxy.isPresent() && !tls;
    }

    static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private static int port(@Nullable String port, boolean tls) {
        return port == null ? (tls ? 443 : 80) : Integer.parseInt(port);
    }

    private static Matcher authority(URI uri) {
        String scheme = uri.getScheme();
        String authority = uri.getRawAuthority();
        boolean http = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
        Matcher matcher = AUTHORITY.matcher(http && authority != null ? authority : "");
        if (!matcher.matches() || (matcher.group(2) != null && Integer.parseInt(matcher.group(2)) > 65535)) {
            // The URI itself is not shown: it may hold a password.
            throw new EnvdriftException(
                    ErrorCode.VAULT_SETTINGS,
                    "An address is not of the form https://host or https://host:port",
                    "check the URL in the settings; user names and passwords cannot be part of it");
        }
        return matcher;
    }
}
