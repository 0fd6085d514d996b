package io.envdrift.dotenvx;

import java.util.Arrays;
import java.util.Base64;

/**
 * Base64 as Node.js reads it, since that is what wrote and reads these files: both alphabets, padding optional, the first
 * {@code =} ends the text, other characters are passed over.
 */
final class LenientBase64 {
    private LenientBase64() {}

    static byte[] decode(String text, int from) {
        byte[] kept = new byte[text.length() - from];
        int count = 0;
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '=') {
                break;
            }
            if (c == '-' || c == '+') {
                kept[count++] = '+';
            } else if (c == '_' || c == '/') {
                kept[count++] = '/';
            } else if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9') {
                kept[count++] = (byte) c;
            }
        }
        // One character alone holds no byte.
        int whole = count % 4 == 1 ? count - 1 : count;
        return Base64.getDecoder().decode(Arrays.copyOf(kept, whole));
    }
}
