package io.envdrift.server.access;

/**
 * One use of a signature.
 *
 * @param digest by which the signature is known, lower-case hex
 * @param fingerprint of the whole request
 * @param expiresAt when the signature is stale, milliseconds since 1970
 */
public record SignatureUse(String digest, String fingerprint, long expiresAt) {}
