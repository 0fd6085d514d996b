package io.envdrift.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** The machine itself: the one place that plain http may lead to. */
public final class Loopback {
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile("127(\\." + OCTET + "){3}");
    /** Matches IPv6 literals only. No host name has this form, so no name is ever looked up. */
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9A-Fa-f]*:[0-9A-Fa-f:.]*]|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*");

    private Loopback() {}

    /**
     * Tells whether a host is this machine, by a name or address that no resolver is asked about.
     *
     * @param host {@code localhost} in any case, an IPv4 address, or an IPv6 address with or without brackets
     */
    public static boolean is(String host) {
        return host.equalsIgnoreCase("localhost") || IPV4.matcher(host).matches() || isLoopbackIpv6(host);
    }

    /** Tells whether a secret may go to an address: by https anywhere, by http to this machine only. */
    public static boolean isSafe(URI address) {
        String scheme = String.valueOf(address.getScheme());
        return scheme.equalsIgnoreCase("https")
                || (scheme.equalsIgnoreCase("http") && is(String.valueOf(address.getHost())));
    }

    private static boolean isLoopbackIpv6(String host) {
        try {
            return IPV6.matcher(host).matches() && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
