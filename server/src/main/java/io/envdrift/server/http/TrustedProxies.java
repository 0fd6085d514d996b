package io.envdrift.server.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * The proxies whose {@code X-Forwarded-For} is believed. The header is read from its end: every proxy appends the address
 * it saw, so the last one that is no trusted proxy is the caller; what stands before it, the caller may have made up.
 */
final class TrustedProxies {
    private final List<Network> networks;

    TrustedProxies(List<Network> networks) {
        this.networks = List.copyOf(networks);
    }

    /**
     * Returns the caller's address.
     *
     * @param peer the address at the other end of the connection
     * @param forwarded the values of {@code X-Forwarded-For}, in the order of the request
     */
    String callerOf(String peer, List<String> forwarded) {
        if (networks.isEmpty()) {
            return peer;
        }
        String caller = peer;
        if (!isTrusted(caller)) {
            return caller;
        }
        String[] hops = String.join(",", forwarded).split(",", -1);
        for (int i = hops.length - 1; i >= 0; i--) {
            Optional<InetAddress> hop = Network.address(hops[i].strip());
            if (hop.isEmpty()) {
                return caller;
            }
            caller = hop.get().getHostAddress();
            if (!isTrusted(caller)) {
                return caller;
            }
        }
        return caller;
    }

    /** Tells whether an address is that of a trusted proxy. */
    boolean isTrusted(String address) {
        if (networks.isEmpty()) {
            return false;
        }
        Optional<InetAddress> parsed = Network.address(address);
        return parsed.isPresent() && networks.stream().anyMatch(network -> network.contains(parsed.get()));
    }
}
