package io.envdrift.server.api.vaultenv;

import io.envdrift.crypto.Sha256;
import io.envdrift.vaultenv.protocol.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A digest of all that a caller sent, by which a repetition is told from another use of a signature. It is worked out when
 * it is asked for: calls that change nothing do without.
 */
final class Fingerprint {
    private final Endpoint endpoint;
    private final Optional<String> signature;
    private final byte[] body;

    private Fingerprint(Endpoint endpoint, Optional<String> signature, byte[] body) {
        this.endpoint = endpoint;
        this.signature = signature;
        this.body = body;
    }

    static Fingerprint of(Endpoint endpoint, Optional<String> signature, byte[] body) {
        return new Fingerprint(endpoint, signature, body);
    }

    /** Returns the digest, lower-case hex. */
    String text() {
        String head = endpoint.path() + "\n" + signature.orElse("") + "\n";
        return Sha256.hex(head.getBytes(StandardCharsets.UTF_8), body);
    }
}
