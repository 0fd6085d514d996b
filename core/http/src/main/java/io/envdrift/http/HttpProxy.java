package io.envdrift.http;

import io.envdrift.base.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A proxy that speaks HTTP.
 *
 * @param tls whether TLS is spoken with the proxy itself
 * @param host its name or address, an IPv6 address without brackets
 * @param port its port
 * @param credentials {@code user:password}, decoded
 */
public record HttpProxy(boolean tls, String host, int port, Optional<Secret> credentials) {
    /** Returns the value of {@code Proxy-Authorization}, where the proxy wants to know who is asking. */
    public Optional<Secret> authorization() {
        return credentials.map(pair -> Secret.of(
                "Basic " + Base64.getEncoder().encodeToString(pair.reveal().getBytes(StandardCharsets.UTF_8))));
    }

    String hostAndPort() {
        return HttpAddress.bracketed(host) + ":" + port;
    }
}
