package io.envdrift.server.api.vaultenv;

/**
 * One use of a signature.
 *
 * @param digest by which the signature is known, lower-case hex
 * @param bound whether it is good for this very call only, which a signature of body and time alone is not
 * @param expiresAt when the signature is stale, milliseconds since 1970
 * @param fingerprint of the whole call
 */
record SignatureUse(String digest, boolean bound, long expiresAt, Fingerprint fingerprint) {}
