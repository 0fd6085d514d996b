package io.envdrift.base;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Stand-ins for secret text that can be printed and compared within one run, but tell nothing about the text. */
public final class Redaction {
    private static final int PREVIEW_BYTES = 4;

    private Redaction() {}

    /**
     * Returns {@code <redacted len=N sha=8hex>}, or {@code <empty>} for the empty text. N counts UTF-16 units; the digest
     * is an HMAC under a random key of this process, so it is stable only within a run.
     */
    public static String preview(String text) {
        if (text.isEmpty()) {
            return "<empty>";
        }
        String sha = HexFormat.of().formatHex(keyedDigest(text), 0, PREVIEW_BYTES);
        return "<redacted len=" + text.length() + " sha=" + sha + ">";
    }

    static int saltedHash(String text) {
        return ByteBuffer.wrap(keyedDigest(text)).getInt();
    }

    private static byte[] keyedDigest(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Salt.BYTES, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** Made on first use, so that a run without previews asks for no randomness. */
    private static final class Salt {
        static final byte[] BYTES = new byte[32];

        static {
            new SecureRandom().nextBytes(BYTES);
        }
    }
}
