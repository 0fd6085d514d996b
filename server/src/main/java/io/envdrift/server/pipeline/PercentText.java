package io.envdrift.server.pipeline;

import io.envdrift.base.StrictText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Percent-encoded UTF-8, as paths and queries have it. */
final class PercentText {
    private PercentText() {}

    /** Decodes a part of a path, once; nothing when it is malformed or no UTF-8. */
    static Optional<String> decode(String raw) {
        if (raw.indexOf('%') < 0 && raw.chars().allMatch(unit -> unit < 0x80)) {
            return Optional.of(raw);
        }
        return bytes(raw, true).flatMap(StrictText::decode);
    }

    /** Decodes a part of a query as forms do: a plus is a blank, and what is malformed stays or becomes U+FFFD. */
    static String decodeForm(String raw) {
        return new String(bytes(raw.replace('+', ' '), false).orElseThrow(), StandardCharsets.UTF_8);
    }

    private static Optional<byte[]> bytes(String raw, boolean strict) {
        byte[] in = raw.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            int high = in[i] == '%' && i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(in[i + 2], 16);
            if (low >= 0) {
                out.write(high << 4 | low);
                i += 2;
            } else if (in[i] == '%' && strict) {
                return Optional.empty();
            } else {
                out.write(in[i]);
            }
        }
        return Optional.of(out.toByteArray());
    }
}
