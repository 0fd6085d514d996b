package io.envdrift.server.ui;

import io.envdrift.crypto.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/**
 * A file of the page.
 *
 * @param type its media type
 * @param tag what the browser compares, weak because the packed bytes have the same
 * @param content its bytes
 * @param gzip the same, packed
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record PageFile(String type, String tag, byte[] content, byte[] gzip) {
    static PageFile of(String type, byte[] content) {
        return new PageFile(type, "W/\"" + Sha256.hex(content).substring(0, 32) + "\"", content, packed(content));
    }

    private static byte[] packed(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }
}
