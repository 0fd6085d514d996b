package io.envdrift.envsync.protocol;

import io.envdrift.crypto.HmacSha256;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * Ties a blob to its project, branch and key names: an HMAC-SHA256 that only holders of the passphrase can make. A server
 * that shows another branch's blob, or other names, is found out.
 */
final class Binding {
    private static final byte[] LABEL = "envdrift envsync bind v1".getBytes(StandardCharsets.UTF_8);

    private Binding() {}

    /** Returns the HMAC as 64 hex digits; the order of the names and repeated names do not matter. */
    static String of(byte[] fernetKey, Place place, Collection<String> names) {
        List<String> sorted = names.stream().distinct().sorted().toList();
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        add(message, place.project());
        add(message, place.branch());
        message.writeBytes(length(sorted.size()));
        sorted.forEach(name -> add(message, name));
        byte[] key = HmacSha256.of(fernetKey, LABEL);
        return HexFormat.of().formatHex(HmacSha256.of(key, message.toByteArray()));
    }

    static boolean holds(String bind, byte[] fernetKey, Place place, Collection<String> names) {
        return MessageDigest.isEqual(
                bind.getBytes(StandardCharsets.UTF_8),
                of(fernetKey, place, names).getBytes(StandardCharsets.UTF_8));
    }

    /** With its length in front, so that two texts cannot be cut at another place and look the same. */
    private static void add(ByteArrayOutputStream message, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        message.writeBytes(length(bytes.length));
        message.writeBytes(bytes);
    }

    private static byte[] length(int length) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(length).array();
    }
}
