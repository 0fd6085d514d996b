package io.envdrift.http;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Scheme, host and port of a URI.
 *
 * @param tls whether TLS is spoken with the host
 * @param host lower case, an IPv6 address without brackets
 * @param port never -1
 */
record HttpAddress(boolean tls, String host, int port) {
    /** {@link URI#getHost} knows no names with underscores, but container networks do. */
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?");

    /**
     * Reads the address of a URI.
     *
     * @throws EnvdriftException {@code VAULT_SETTINGS} when it is no address of a server that speaks HTTP
     */
    static HttpAddress of(URI uri) {
        Matcher authority = authority(uri);
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        String host = authority.group(1).toLowerCase(Locale.ROOT);
        host = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new HttpAddress(tls, host, port(authority.group(2), tls));
    }

    /** Returns scheme, host and port of a URI: what a message may show of it. */
    static String describe(URI uri) {
        Matcher authority = authority(uri);
        return uri.getScheme().toLowerCase(Locale.ROOT) + "://" + authority.group();
    }

    /** Returns scheme, host and port. */
    String describe() {
        return scheme() + "://" + hostField();
    }

    String scheme() {
        return tls ? "https" : "http";
    }

    /** Returns host and port as the target of a tunnel. */
    String hostAndPort() {
        return bracketed(host) + ":" + port;
    }

    /** Returns host and port as the {@code Host} field names them: the usual port is left out. */
    String hostField() {
        return isUsualPort() ? bracketed(host) : hostAndPort();
    }

    boolean isUsualPort() {
        return port == (tls ? 443 : 80);
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
