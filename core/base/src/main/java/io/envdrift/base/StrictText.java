package io.envdrift.base;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Converts between text and bytes without replacement characters: {@link String} silently puts U+FFFD or a question
 * mark in the place of what it cannot convert.
 */
public final class StrictText {
    private StrictText() {}

    /** Returns the text of bytes in UTF-8; nothing when they are malformed. */
    public static Optional<String> decode(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        // Malformed bytes become U+FFFD. Few texts hold that character, and a decoder is much slower.
        return text.indexOf('\uFFFD') < 0 ? Optional.of(text) : decode(bytes, StandardCharsets.UTF_8);
    }

    /** Returns the text of bytes in a charset; nothing when they are malformed. */
    public static Optional<String> decode(byte[] bytes, Charset charset) {
        try {
            // A new decoder reports malformed bytes. The text is often a secret, so no second copy of it is kept.
            CharBuffer decoded = charset.newDecoder().decode(ByteBuffer.wrap(bytes));
            String text = decoded.toString();
            Arrays.fill(decoded.array(), '\0');
            return Optional.of(text);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Returns the bytes of a text in UTF-8; nothing when it holds half a surrogate pair. */
    public static Optional<byte[]> encode(String text) {
        return isEncodable(text) ? Optional.of(text.getBytes(StandardCharsets.UTF_8)) : Optional.empty();
    }

    /** Tells whether UTF-8 can hold a text: whether all its surrogates are in pairs. */
    public static boolean isEncodable(String text) {
        // Not an encoder: it would write all bytes of the text only to throw them away.
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isSurrogate(unit)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(unit, text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
