package io.envdrift.server.access;

import io.envdrift.vaultenv.protocol.Endpoint;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A call as it came in.
 *
 * @param body exactly the received bytes
 * @param signature the value of the signature header
 * @param bearer the token of the header {@code Authorization: Bearer}
 * @param ip the caller's address, as far as it can be trusted
 * @param userAgent shortened
 */
public record ApiRequest(
        Endpoint endpoint,
        byte[] body,
        Optional<String> signature,
        Optional<String> bearer,
        String ip,
        Optional<String> userAgent) {

    /** Returns a digest of all that the caller sent, by which a repetition is told from another use of a signature. */
    String fingerprint() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((endpoint.path() + "\n" + signature.orElse("") + "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha256.digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Shows neither body nor headers. */
    @Override
    public String toString() {
        return "ApiRequest[" + endpoint + " from " + ip + "]";
    }
}
