package io.envdrift.vaultenv.protocol;

import io.envdrift.crypto.HmacSha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Makes the value of the header {@code X-Vault-Signature}: {@code v=<ms>,d=<hex>,v2=<hex>}.
 *
 * <p>{@code d} is the HMAC of body and timestamp, which is all the original protocol has. {@code v2} is an extra part that
 * servers of the original ignore; it binds method and path as well, so that a signature cannot be used for another call.
 */
public final class RequestSignature {
    private static final byte[] BOUND_LABEL = "envdrift-request-v2\n".getBytes(StandardCharsets.US_ASCII);

    private RequestSignature() {}

    /**
     * Signs a request.
     *
     * @param body exactly the bytes that are sent
     * @param timestamp milliseconds since 1970
     */
    public static String sign(byte[] signingKey, String method, String path, byte[] body, long timestamp) {
        String time = Long.toString(timestamp);
        HexFormat hex = HexFormat.of();
        return plain(signingKey, body, timestamp)
                + ",v2="
                + hex.formatHex(boundDigest(signingKey, method, path, body, time));
    }

    /** Signs as the original does, with nothing but body and timestamp. */
    static String plain(byte[] signingKey, byte[] body, long timestamp) {
        String time = Long.toString(timestamp);
        return "v=" + time + ",d=" + HexFormat.of().formatHex(digest(signingKey, body, time));
    }

    static byte[] digest(byte[] signingKey, byte[] body, String time) {
        return HmacSha256.of(signingKey, body, bytes(time));
    }

    static byte[] boundDigest(byte[] signingKey, String method, String path, byte[] body, String time) {
        return HmacSha256.of(
                signingKey, BOUND_LABEL, bytes(method + " " + path + "\n"), bytes(time), bytes("\n"), body);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
