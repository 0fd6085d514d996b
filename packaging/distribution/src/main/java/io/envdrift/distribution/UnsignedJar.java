package io.envdrift.distribution;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * The unchanged classes of a jar without the signatures of its maker: Java checks those anew at every start, against nobody
 * in particular, and keeps signed classes out of its caches. What vouches for the archive is its own checksum.
 */
final class UnsignedJar {
    private static final Pattern SIGNATURE = Pattern.compile("META-INF/(SIG-[^/]*|[^/]+\\.(SF|RSA|DSA|EC))");

    private UnsignedJar() {}

    /**
     * Copies a jar, and leaves its signatures behind if it has some.
     *
     * @throws IOException if it cannot be read or written
     */
    static void copy(Path jar, Path copy) throws IOException {
        try (ZipFile from = new ZipFile(jar.toFile())) {
            List<? extends ZipEntry> entries = Collections.list(from.entries());
            if (entries.stream().noneMatch(UnsignedJar::isSignature)) {
                Files.copy(jar, copy);
                return;
            }
            try (OutputStream file = Files.newOutputStream(copy);
                    ZipOutputStream to = new ZipOutputStream(file)) {
                for (ZipEntry entry : entries) {
                    if (!isSignature(entry)) {
                        ZipEntry same = new ZipEntry(entry.getName());
                        same.setTimeLocal(entry.getTimeLocal());
                        to.putNextEntry(same);
                        to.write(content(from, entry));
                    }
                }
            }
        }
    }

    /** Tells whether a jar is signed. */
    static boolean isSigned(Path jar) throws IOException {
        try (ZipFile file = new ZipFile(jar.toFile())) {
            return file.stream().anyMatch(UnsignedJar::isSignature);
        }
    }

    private static boolean isSignature(ZipEntry entry) {
        return SIGNATURE.matcher(entry.getName().toUpperCase(Locale.ROOT)).matches();
    }

    /** The manifest keeps what it says of the whole, and loses the digests of the entries. */
    private static byte[] content(ZipFile jar, ZipEntry entry) throws IOException {
        byte[] content = jar.getInputStream(entry).readAllBytes();
        if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
            return content;
        }
        Manifest manifest = new Manifest(new ByteArrayInputStream(content));
        manifest.getEntries()
                .values()
                .forEach(attributes -> attributes
                        .keySet()
                        .removeIf(
                                name -> name.toString().toUpperCase(Locale.ROOT).contains("-DIGEST")));
        manifest.getEntries().values().removeIf(Map::isEmpty);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        manifest.write(written);
        return written.toByteArray();
    }
}
