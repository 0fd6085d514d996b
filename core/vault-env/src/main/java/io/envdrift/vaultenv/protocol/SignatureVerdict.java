package io.envdrift.vaultenv.protocol;

/** The result of checking a signature. */
public sealed interface SignatureVerdict {
    /**
     * The signature is the key holder's.
     *
     * @param digest the decoded digest in lower-case hex, by which a repetition is known
     * @param timestamp milliseconds since 1970, as signed
     * @param bound whether the signature also covers method and path
     */
    record Valid(String digest, long timestamp, boolean bound) implements SignatureVerdict {}

    /** The signature is refused. */
    record Invalid(Reason reason) implements SignatureVerdict {}

    /** Why a signature is refused. */
    enum Reason {
        /** There is no header, no body or no stored key. */
        MISSING_PARAMS,
        /** A part is missing, or no number, or no digest. */
        MALFORMED_SIGNATURE,
        /** Signed more than five minutes ago, or more than a minute in the future. */
        TIMESTAMP_STALE,
        /** The digest belongs to another key, body, time, method or path. */
        MISMATCH
    }
}
