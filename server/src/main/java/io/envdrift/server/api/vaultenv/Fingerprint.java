package io.envdrift.server.api.vaultenv;

import io.envdrift.crypto.Sha256;
import io.envdrift.vaultenv.protocol.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A digest of all that a caller sent, by which a repetition is told from another use of a signature. It is worked out when
 * it is asked for: calls that change nothing do without.
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Fingerprint(Endpoint endpoint, Optional<String> signature, byte[] body) {
    /** Returns the digest, lower-case hex. */
    String text() {
        String head = endpoint.path() + "\n" + signature.orElse("") + "\n";
        return Sha256.hex(head.getBytes(StandardCharsets.UTF_8), body);
    }

    /** Shows no signature: whoever has one may repeat the call for some minutes. */
    @Override
    public String toString() {
        return "Fingerprint[" + endpoint + "]";
    }
}
