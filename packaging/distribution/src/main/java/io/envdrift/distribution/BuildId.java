package io.envdrift.distribution;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Names a build by what is in it. */
final class BuildId {
    private static final int LENGTH = 12;

    private BuildId() {}

    /**
     * Returns the first 12 hexadecimal digits of a SHA-256 over the names and contents of jars and the version of the running Java,
     * which goes into the archive: what is unpacked of an older build must not have the name of a newer one's.
     *
     * @param jars a directory of files
     * @throws IOException if one cannot be read
     */
    static String of(Path jars) throws IOException {
        MessageDigest digest = sha256();
        digest.update(Runtime.version().toString().getBytes(StandardCharsets.UTF_8));
        for (Path jar : sorted(jars)) {
            digest.update(jar.getFileName().toString().getBytes(StandardCharsets.UTF_8));
            digest.update(sha256().digest(Files.readAllBytes(jar)));
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, LENGTH);
    }

    /** Returns the files of a directory in the order of their names. */
    static List<Path> sorted(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
