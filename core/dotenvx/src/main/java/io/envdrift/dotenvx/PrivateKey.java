package io.envdrift.dotenvx;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The private half of a key pair, with which values are decrypted.
 *
 * <p>Security guarantees: {@link #toString()} shows only the fingerprint of the public half, {@link #equals} takes
 * constant time, {@link #secret()} is the only way out.
 */
public final class PrivateKey {
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
    private static final int HEX_RADIX = 16;

    private final Secret secret;
    private final BigInteger scalar;
    private volatile @Nullable PublicKey publicKey;

    private PrivateKey(BigInteger scalar, String hex) {
        this.scalar = scalar;
        this.secret = Secret.of(hex);
    }

    /**
     * Reads a private key: 64 hex digits of a number from 1 to the order of the curve less 1.
     *
     * @throws EnvdriftException {@code UNUSABLE_KEY_MATERIAL} when it is anything else
     */
    public static PrivateKey parse(String hex) {
        return tryParse(hex)
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.UNUSABLE_KEY_MATERIAL,
                        "not a dotenvx private key",
                        "a private key has 64 hex digits and no prefix"));
    }

    /** Reads a private key like {@link #parse}, or returns nothing. */
    public static Optional<PrivateKey> tryParse(String hex) {
        if (!HEX.matcher(hex).matches()) {
            return Optional.empty();
        }
        BigInteger scalar = new BigInteger(1, HexFormat.of().parseHex(hex));
        return Secp256k1.isScalar(scalar)
                ? Optional.of(new PrivateKey(scalar, hex.toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }

    /** Makes a new key pair. */
    public static PrivateKey generate(SecureRandom random) {
        BigInteger scalar = Secp256k1.randomScalar(random);
        return new PrivateKey(scalar, hex(scalar));
    }

    private static String hex(BigInteger scalar) {
        String digits = scalar.toString(HEX_RADIX);
        return "0".repeat(2 * Secp256k1.SCALAR_LENGTH - digits.length()) + digits;
    }

    BigInteger scalar() {
        return scalar;
    }

    /** Returns the public half, derived at the first call. */
    public PublicKey publicKey() {
        PublicKey derived = publicKey;
        if (derived == null) {
            derived = new PublicKey(Secp256k1.publicPoint(scalar));
            publicKey = derived;
        }
        return derived;
    }

    /** Returns the fingerprint of the public half. */
    public String fingerprint() {
        return publicKey().fingerprint();
    }

    /** Returns the 64 hex digits, in lower case. */
    public Secret secret() {
        return secret;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PrivateKey key && secret.equals(key.secret);
    }

    @Override
    public int hashCode() {
        return secret.hashCode();
    }

    @Override
    public String toString() {
        return "private key of " + fingerprint();
    }
}
