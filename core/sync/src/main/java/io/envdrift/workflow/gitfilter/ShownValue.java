package io.envdrift.workflow.gitfilter;

import io.envdrift.crypto.HmacSha256;
import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.PrivateKey;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** The text that a diff shows for a value: a digest, which shows that the value changed and not what it is. */
final class ShownValue {
    private static final int DIGITS = 12;
    private static final Pattern SHOWN = Pattern.compile("<(secret|sealed) [0-9a-f]{" + DIGITS + "}>");
    private static final byte[] PURPOSE = "envdrift git textconv\0".getBytes(StandardCharsets.UTF_8);

    private ShownValue() {}

    /** Returns what stands for a plaintext: keyed by the private key, so that nobody else can try values. */
    static String ofPlaintext(String name, String value, PrivateKey key) {
        return ofPlaintext(name, value, bytes(key.secret().reveal()));
    }

    /** Returns the same, keyed by another secret. */
    static String ofPlaintext(String name, String value, byte[] secret) {
        return "<secret " + digest(HmacSha256.of(secret, PURPOSE, bytes(name), new byte[1], bytes(value))) + ">";
    }

    /** Returns what stands for a ciphertext that cannot be opened here. */
    static String ofCiphertext(String ciphertext) {
        return "<sealed " + digest(HmacSha256.of(PURPOSE, bytes(ciphertext))) + ">";
    }

    /** Tells whether a document is what {@code git textconv} printed: {@code git blame} hands that to clean. */
    static boolean isAll(EnvDocument document, EncryptionState state) {
        List<Assignment> values = state.plaintext();
        return !values.isEmpty()
                && state.encrypted().isEmpty()
                && document.defects().isEmpty()
                && values.stream().allMatch(each -> SHOWN.matcher(each.value()).matches());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String digest(byte[] digest) {
        return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    }
}
