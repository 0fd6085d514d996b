package io.envdrift.dotenvx;

import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;

/** The curve, and the three things done on it. */
final class Secp256k1 {
    static final int SCALAR_LENGTH = 32;
    static final int COMPRESSED_LENGTH = 33;
    static final int UNCOMPRESSED_LENGTH = 65;

    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");

    private Secp256k1() {}

    /** Tells whether a number is a private key: from 1 to the order of the group less 1. */
    static boolean isScalar(BigInteger scalar) {
        return scalar.signum() > 0 && scalar.compareTo(CURVE.getN()) < 0;
    }

    /** Returns the public point of a private key. */
    static ECPoint publicPoint(BigInteger scalar) {
        return CURVE.getG().multiply(scalar).normalize();
    }

    /**
     * Reads a point: 33 bytes from 2 or 3, or 65 bytes from 4. Nothing is returned for other lengths and other first
     * bytes, and for what lies on another curve. The point at infinity has no such encoding.
     */
    static Optional<ECPoint> point(byte[] encoded) {
        boolean compressed = encoded.length == COMPRESSED_LENGTH && (encoded[0] == 2 || encoded[0] == 3);
        boolean uncompressed = encoded.length == UNCOMPRESSED_LENGTH && encoded[0] == 4;
        if (!compressed && !uncompressed) {
            return Optional.empty();
        }
        try {
            return Optional.of(CURVE.getCurve().decodePoint(encoded));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns the shared point, uncompressed. */
    static byte[] agree(ECPoint point, BigInteger scalar) {
        return point.multiply(scalar).normalize().getEncoded(false);
    }
}
