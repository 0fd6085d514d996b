package io.envdrift.vault;

import io.envdrift.http.Loopback;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A host and port in the one form in which hosts are compared: lower case, without the dot that may end a name, with the
 * port that is really used. Names beyond ASCII are compared in their {@code xn--} form only.
 *
 * @param name a name, an IPv4 address, or an IPv6 address in brackets
 * @param port the port, never the absent one
 */
public record VaultHost(String name, int port) {
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;
    private static final int LAST_PORT = 65535;

    /** Written out, as the hash is: what the compiler makes is linked at run time, for ten milliseconds of a cold start. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VaultHost same && port == same.port && name.equals(same.name);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + port;
    }

    /**
     * Returns the host that a URI leads to.
     *
     * @throws VaultException {@code VAULT_SETTINGS} when it is no http or https URI, names no host, or carries a user
     *     name, behind which another host is easily overlooked
     */
    public static VaultHost of(URI endpoint) {
        String scheme = String.valueOf(endpoint.getScheme()).toLowerCase(Locale.ROOT);
        String host = endpoint.getHost();
        String authority = String.valueOf(endpoint.getRawAuthority());
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw failure("it must begin with https://");
        }
        if (authority.contains("@")) {
            throw failure("it must not hold a user name");
        }
        if (host == null) {
            throw failure("it names no host");
        }
        String name = host.toLowerCase(Locale.ROOT);
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        int usual = scheme.equals("http") ? HTTP_PORT : HTTPS_PORT;
        int port = endpoint.getPort() < 0 ? usual : endpoint.getPort();
        if (port < 1 || port > LAST_PORT) {
            throw failure("it names no port");
        }
        return new VaultHost(name, port);
    }

    /**
     * Reads what a user wrote: {@code host}, {@code host:port} or a URL; without a port it is that of https.
     *
     * @return nothing when it is no host
     */
    public static Optional<VaultHost> parse(String written) {
        String text = written.strip();
        try {
            return Optional.of(of(new URI(text.contains("://") ? text : "https://" + ascii(text))));
        } catch (URISyntaxException | IllegalArgumentException | VaultException e) {
            return Optional.empty();
        }
    }

    /**
     * Tells whether the name lies below a domain, as {@code x.vault.azure.net} lies below {@code vault.azure.net}.
     *
     * @param domain in lower case, without a leading dot
     */
    public boolean isBelow(String domain) {
        return name.endsWith("." + domain);
    }

    /** Tells whether this is the machine itself, by a name or address that no resolver is asked about. */
    public boolean isLoopback() {
        return Loopback.is(name);
    }

    /** Returns the host as a user may write it; the port of https is left out. */
    @Override
    public String toString() {
        return port == HTTPS_PORT ? name : name + ":" + port;
    }

    private static String ascii(String hostAndPort) {
        if (hostAndPort.startsWith("[")) {
            return hostAndPort;
        }
        int colon = hostAndPort.lastIndexOf(':');
        String host = colon < 0 ? hostAndPort : hostAndPort.substring(0, colon);
        return IDN.toASCII(host, IDN.USE_STD3_ASCII_RULES) + (colon < 0 ? "" : hostAndPort.substring(colon));
    }

    private static VaultException failure(String why) {
        // The address is not shown: it may hold a password.
        return VaultException.settings(
                "vault", "The vault's address is refused: " + why, "write it as https://host or https://host:port");
    }
}
