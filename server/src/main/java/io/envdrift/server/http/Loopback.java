package io.envdrift.server.http;

/** Tells addresses that only this machine can reach. */
public final class Loopback {
    private Loopback() {}

    /** Tells whether a host to listen on is the loopback interface. */
    public static boolean is(String host) {
        return host.equals("localhost")
                || Network.address(host)
                        .filter(address -> address.isLoopbackAddress())
                        .isPresent();
    }
}
