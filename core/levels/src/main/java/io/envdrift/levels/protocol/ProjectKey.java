package io.envdrift.levels.protocol;

import io.envdrift.base.Secret;
import io.envdrift.crypto.AesGcm;
import io.envdrift.crypto.Hkdf;
import io.envdrift.crypto.Pbkdf2;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * The text from which a project's data key is derived: a passphrase in client-managed custody, a random text in
 * server-managed custody. It is taken as UTF-8 in both, and never decoded as hexadecimal or base64.
 */
public final class ProjectKey {
    private static final byte[] PROOF_CONTEXT = "envdrift/levels/key-proof/v2".getBytes(StandardCharsets.UTF_8);
    private static final byte PAD = '0';

    private final Secret text;

    private ProjectKey(Secret text) {
        this.text = text;
    }

    /**
     * Wraps a key.
     *
     * @throws IllegalArgumentException when it is empty
     */
    public static ProjectKey of(Secret text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("an empty key protects nothing");
        }
        return new ProjectKey(text);
    }

    /**
     * Tells whether the proof of version 1 would be the data key itself, which is so for keys of exactly 32 bytes: such a
     * key must not be used where version 1 is asked for.
     */
    public boolean isGivenAwayByProofV1() {
        return bytes().length == AesGcm.KEY_LENGTH;
    }

    /** Derives the data key, 32 bytes: PBKDF2-HMAC-SHA256 of the key. */
    public byte[] dataKey(KeyParameters parameters) {
        byte[] bytes = bytes();
        try {
            return Pbkdf2.derive(bytes, parameters.salt(), parameters.rounds(), AesGcm.KEY_LENGTH);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Returns the data key of a project without salt, as the service had them once: the padded key itself. */
    public byte[] legacyDataKey() {
        return padded();
    }

    /**
     * Derives the proof of version 1, which the original's clients send: base64 of PBKDF2 of the key's first 32 bytes,
     * filled up with the digit 0. It covers no more of the key than that.
     */
    public String proofV1(KeyParameters parameters) {
        byte[] padded = padded();
        try {
            return Base64.getEncoder()
                    .encodeToString(Pbkdf2.derive(padded, parameters.salt(), parameters.rounds(), AesGcm.KEY_LENGTH));
        } finally {
            Arrays.fill(padded, (byte) 0);
        }
    }

    /**
     * Derives the proof of version 2 from a data key: base64 of HKDF-SHA256 with a context of its own. It covers the whole
     * passphrase, and tells nothing of the data key.
     *
     * @param dataKey as {@link #dataKey} returns it
     */
    public static String proofV2(byte[] dataKey, KeyParameters parameters) {
        return Base64.getEncoder()
                .encodeToString(Hkdf.derive(parameters.salt(), dataKey, PROOF_CONTEXT, Hkdf.HASH_LENGTH));
    }

    /** The cut may fall within a character, so the result is bytes, not text. */
    private byte[] padded() {
        byte[] bytes = bytes();
        byte[] padded = Arrays.copyOf(bytes, AesGcm.KEY_LENGTH);
        if (bytes.length < padded.length) {
            Arrays.fill(padded, bytes.length, padded.length, PAD);
        }
        Arrays.fill(bytes, (byte) 0);
        return padded;
    }

    private byte[] bytes() {
        return text.reveal().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
