package io.envdrift.dotenvx;

import io.envdrift.base.StrictText;
import io.envdrift.crypto.AesGcm;
import io.envdrift.crypto.Hkdf;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.math.ec.ECPoint;

/**
 * One encrypted value: {@code encrypted:} and base64 of an ephemeral public key (65 bytes), a nonce (16), a GCM tag
 * (16) and the ciphertext. The AES key is HKDF-SHA256 over the ephemeral key and the shared point, both uncompressed.
 *
 * <p>Security guarantees: each value has a fresh ephemeral key and nonce, so equal plaintexts differ (but see
 * {@link SealingSeed}); a value that was changed in any bit opens with no key. It does not authenticate its author:
 * anybody who has the public key can encrypt.
 */
public final class SealedValue {
    /** What every encrypted value starts with, exactly so and at its very start. */
    public static final String PREFIX = "encrypted:";

    private static final int NONCE_LENGTH = 16;
    private static final int OVERHEAD = Secp256k1.UNCOMPRESSED_LENGTH + NONCE_LENGTH + AesGcm.TAG_LENGTH;
    /** Making both tables takes as long as four values without. */
    private static final int WORTH_TABLES = 8;

    private static final Pattern COMPLETE = Pattern.compile(PREFIX + "[A-Za-z0-9+/_-]+={0,2}");

    private static final byte[] NO_BYTES = {};

    private final String text;
    private final byte[] bytes;
    private final ECPoint ephemeral;

    private SealedValue(String text, byte[] bytes, ECPoint ephemeral) {
        this.text = text;
        this.bytes = bytes;
        this.ephemeral = ephemeral;
    }

    /** Tells whether a value claims to be encrypted. */
    public static boolean isSealed(String value) {
        return value.startsWith(PREFIX);
    }

    /**
     * Tells whether a value is ciphertext and nothing else: unlike {@link #parse}, without leniency, because what base64
     * readers pass over would be plaintext in plain sight.
     */
    public static boolean isComplete(String value) {
        return COMPLETE.matcher(value).matches() && parse(value).isPresent();
    }

    /**
     * Reads a value. Its base64 is read with Node's leniency, its structure strictly.
     *
     * @return nothing when the prefix is missing, bytes are missing, or the ephemeral key is no point of the curve
     */
    public static Optional<SealedValue> parse(String value) {
        if (!isSealed(value)) {
            return Optional.empty();
        }
        byte[] bytes = LenientBase64.decode(value, PREFIX.length());
        if (bytes.length < OVERHEAD) {
            return Optional.empty();
        }
        return Secp256k1.point(Arrays.copyOf(bytes, Secp256k1.UNCOMPRESSED_LENGTH))
                .map(point -> new SealedValue(value, bytes, point));
    }

    /**
     * Encrypts.
     *
     * @param plaintext any text without half surrogate pairs
     * @throws IllegalArgumentException when it has one
     */
    public static SealedValue seal(String plaintext, PublicKey recipient, SecureRandom random) {
        BigInteger once = Secp256k1.randomScalar(random);
        return seal(plaintext, Secp256k1.publicPoint(once), Secp256k1.agree(recipient.point(), once), random);
    }

    /**
     * Encrypts many texts, each as {@link #seal} does. From a few on, tables of multiples of both points pay.
     *
     * @throws IllegalArgumentException when a text has half a surrogate pair
     */
    static List<SealedValue> sealAll(List<Request> requests, PublicKey recipient) {
        if (requests.size() < WORTH_TABLES) {
            return requests.stream()
                    .map(each -> seal(each.plaintext(), recipient, each.random()))
                    .toList();
        }
        return Batch.map(requests, each -> {
            BigInteger once = Secp256k1.randomScalar(each.random());
            byte[] shared = Secp256k1.agreeOften(recipient.point(), once);
            return seal(each.plaintext(), Secp256k1.publicPointOfMany(once), shared, each.random());
        });
    }

    /** A text to be encrypted, and where its ephemeral key and nonce come from. */
    record Request(String plaintext, SecureRandom random) {
        /** Shows no text. */
        @Override
        public String toString() {
            return "text to be encrypted";
        }
    }

    private static SealedValue seal(String plaintext, ECPoint ephemeral, byte[] shared, SecureRandom random) {
        byte[] ephemeralBytes = ephemeral.getEncoded(false);
        byte[] nonce = new byte[NONCE_LENGTH];
        random.nextBytes(nonce);
        byte[] key = aesKey(ephemeralBytes, shared);
        byte[] sealed = AesGcm.seal(key, nonce, utf8(plaintext));
        int length = sealed.length - AesGcm.TAG_LENGTH;
        byte[] bytes = ByteBuffer.allocate(OVERHEAD + length)
                .put(ephemeralBytes)
                .put(nonce)
                .put(sealed, length, AesGcm.TAG_LENGTH)
                .put(sealed, 0, length)
                .array();
        return new SealedValue(PREFIX + Base64.getEncoder().encodeToString(bytes), bytes, ephemeral);
    }

    /** Decrypts; returns nothing when the key is another one, or the value was changed, or what it holds is no text. */
    public Optional<String> open(PrivateKey key) {
        byte[] ephemeralBytes = Arrays.copyOf(bytes, Secp256k1.UNCOMPRESSED_LENGTH);
        byte[] nonce =
                Arrays.copyOfRange(bytes, Secp256k1.UNCOMPRESSED_LENGTH, Secp256k1.UNCOMPRESSED_LENGTH + NONCE_LENGTH);
        // The format has the tag before the ciphertext, the JDK wants it after.
        int length = bytes.length - OVERHEAD;
        byte[] sealed = ByteBuffer.allocate(length + AesGcm.TAG_LENGTH)
                .put(bytes, OVERHEAD, length)
                .put(bytes, OVERHEAD - AesGcm.TAG_LENGTH, AesGcm.TAG_LENGTH)
                .array();
        byte[] aesKey = aesKey(ephemeralBytes, Secp256k1.agree(ephemeral, key.scalar()));
        return AesGcm.open(aesKey, nonce, sealed).flatMap(StrictText::decode);
    }

    /** Returns the value as it stands in a file. */
    public String text() {
        return text;
    }

    /** Returns the value as it stands in a file; it is not secret. */
    @Override
    public String toString() {
        return text;
    }

    private static byte[] aesKey(byte[] ephemeral, byte[] shared) {
        byte[] material = ByteBuffer.allocate(ephemeral.length + shared.length)
                .put(ephemeral)
                .put(shared)
                .array();
        return Hkdf.derive(NO_BYTES, material, NO_BYTES, AesGcm.KEY_LENGTH);
    }

    private static byte[] utf8(String plaintext) {
        return StrictText.encode(plaintext)
                .orElseThrow(() -> new IllegalArgumentException("the text holds half a surrogate pair"));
    }
}
