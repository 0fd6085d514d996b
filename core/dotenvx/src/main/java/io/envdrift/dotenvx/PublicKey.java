package io.envdrift.dotenvx;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;

/** The public half of a key pair: a point of secp256k1, to which values are encrypted. It is no secret. */
public final class PublicKey {
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{66}|[0-9a-fA-F]{130}");
    private static final int FINGERPRINT_LENGTH = 16;

    private final ECPoint point;
    private final String hex;

    PublicKey(ECPoint point) {
        this.point = point;
        this.hex = HexFormat.of().formatHex(point.getEncoded(true));
    }

    /**
     * Reads a public key: hex digits, 66 of the compressed or 130 of the uncompressed form.
     *
     * @throws EnvdriftException {@code INVALID_PUBLIC_KEY} when it is neither, or no point of the curve
     */
    public static PublicKey parse(String hex) {
        return tryParse(hex)
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.INVALID_PUBLIC_KEY,
                        "not a dotenvx public key",
                        "a public key has 66 hex digits and starts with 02 or 03"));
    }

    /** Reads a public key like {@link #parse}, or returns nothing. */
    public static Optional<PublicKey> tryParse(String hex) {
        return HEX.matcher(hex).matches()
                ? Secp256k1.point(HexFormat.of().parseHex(hex)).map(PublicKey::new)
                : Optional.empty();
    }

    ECPoint point() {
        return point;
    }

    /** Returns the compressed form: 66 hex digits in lower case. */
    public String hex() {
        return hex;
    }

    /** Returns the first 16 hex digits, by which people tell key pairs apart. */
    public String fingerprint() {
        return hex.substring(0, FINGERPRINT_LENGTH);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PublicKey key && hex.equals(key.hex);
    }

    @Override
    public int hashCode() {
        return hex.hashCode();
    }

    /** Returns the compressed form. */
    @Override
    public String toString() {
        return hex;
    }
}
