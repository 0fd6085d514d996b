package io.envdrift.cli.install;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** Writes a {@code tar.gz} of any names, also those that no honest program writes. Format: POSIX ustar. */
final class TarGz {
    private static final int BLOCK = 512;

    private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

    TarGz directory(String name) {
        return entry(name + "/", '5', 0755, "", new byte[0]);
    }

    TarGz file(String name, int mode, String content) {
        return entry(name, '0', mode, "", content.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a file as {@code gzip} makes it. */
    TarGz gzipped(String name, int mode, String content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return entry(name, '0', mode, "", packed.toByteArray());
    }

    TarGz link(String name, String target) {
        return entry(name, '2', 0777, target, new byte[0]);
    }

    TarGz pipe(String name) {
        return entry(name, '6', 0644, "", new byte[0]);
    }

    /** Writes the archive to a file. */
    void to(Path file) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            tar.writeTo(out);
            out.write(new byte[2 * BLOCK]);
        }
    }

    private TarGz entry(String name, char type, int mode, String target, byte[] content) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, octal(7, mode));
        put(header, 108, octal(7, 0));
        put(header, 116, octal(7, 0));
        put(header, 124, octal(11, content.length));
        put(header, 136, octal(11, 1_750_000_000));
        Arrays.fill(header, 148, 156, (byte) ' ');
        header[156] = (byte) type;
        put(header, 157, target);
        put(header, 257, "ustar\0" + "00");
        int sum = 0;
        for (byte each : header) {
            sum += Byte.toUnsignedInt(each);
        }
        put(header, 148, octal(6, sum) + "\0");
        tar.writeBytes(header);
        tar.writeBytes(content);
        tar.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
        return this;
    }

    private static String octal(int digits, long value) {
        return String.format(Locale.ROOT, "%0" + digits + "o", value);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
