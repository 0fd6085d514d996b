package io.envdrift.dotenvx;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECFieldElement;
import org.bouncycastle.math.ec.ECMultiplier;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** The curve, and what is done on it. */
final class Secp256k1 {
    static final int SCALAR_LENGTH = 32;
    static final int COMPRESSED_LENGTH = 33;
    static final int UNCOMPRESSED_LENGTH = 65;

    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
    /** Keeps a table with each point that it multiplies. */
    private static final ECMultiplier COMB = new FixedPointCombMultiplier();

    private Secp256k1() {}

    /** Tells whether a number is a private key: from 1 to the order of the group less 1. */
    static boolean isScalar(BigInteger scalar) {
        return scalar.signum() > 0 && scalar.compareTo(CURVE.getN()) < 0;
    }

    /** Draws a private key. Numbers out of range are drawn again, so that all keys stay equally likely. */
    static BigInteger randomScalar(SecureRandom random) {
        byte[] bytes = new byte[SCALAR_LENGTH];
        while (true) {
            random.nextBytes(bytes);
            BigInteger scalar = new BigInteger(1, bytes);
            if (isScalar(scalar)) {
                return scalar;
            }
        }
    }

    /** Returns the public point of a private key. */
    static ECPoint publicPoint(BigInteger scalar) {
        return affine(CURVE.getG().multiply(scalar));
    }

    /** Returns the public point of a private key like {@link #publicPoint}, in four fifths of the time where there are many. */
    static ECPoint publicPointOfMany(BigInteger scalar) {
        return affine(COMB.multiply(CURVE.getG(), scalar));
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
        return affine(point.multiply(scalar)).getEncoded(false);
    }

    /** Returns the shared point like {@link #agree}, in four fifths of the time where there are many. */
    static byte[] agreeOften(ECPoint point, BigInteger scalar) {
        return affine(COMB.multiply(point, scalar)).getEncoded(false);
    }

    /**
     * Returns the point as a pair of coordinates. {@link ECPoint#normalize()} gives the same, and multiplies by random numbers
     * around the inversion, for fields whose inversion takes a time that depends on the number; this field's does not. Its
     * search for a source of random numbers starts java.util.logging: 36 of the 881 ms of processor time of a {@code get}
     * (medians of 15, alternating, on a busy machine).
     */
    private static ECPoint affine(ECPoint point) {
        if (point.isInfinity() || point.isNormalized()) {
            return point;
        }
        ECFieldElement inverse = point.getZCoord(0).invert();
        ECFieldElement square = inverse.square();
        ECFieldElement x = point.getRawXCoord().multiply(square);
        ECFieldElement y = point.getRawYCoord().multiply(square).multiply(inverse);
        return CURVE.getCurve().createPoint(x.toBigInteger(), y.toBigInteger());
    }
}
