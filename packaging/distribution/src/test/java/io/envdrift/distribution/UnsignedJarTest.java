package io.envdrift.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnsignedJarTest {
    private static final String MANIFEST = """
        Manifest-Version: 1.0\r
        Multi-Release: true\r
        \r
        Name: a/A.class\r
        SHA-256-Digest: abc=\r
        \r
        Name: a/\r
        Sealed: true\r
        SHA-256-Digest: abc=\r
        \r
        """;

    @TempDir
    private Path directory;

    @Test
    void leavesOnlyTheSignatureBehind() throws Exception {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("META-INF/MANIFEST.MF", MANIFEST);
        entries.put("META-INF/MSFTSIG.SF", "s");
        entries.put("META-INF/MSFTSIG.RSA", "s");
        entries.put("META-INF/other.ec", "s");
        entries.put("META-INF/SIG-X", "s");
        entries.put("META-INF/services/a.B", "a.C");
        entries.put("a/A.class", "bytes");
        Path jar = jar("signed.jar", entries);
        Path copy = directory.resolve("copy.jar");
        UnsignedJar.copy(jar, copy);
        assertThat(UnsignedJar.isSigned(jar)).isTrue();
        assertThat(UnsignedJar.isSigned(copy)).isFalse();
        try (JarFile made = new JarFile(copy.toFile())) {
            assertThat(made.stream().map(ZipEntry::getName))
                    .containsExactly("META-INF/MANIFEST.MF", "META-INF/services/a.B", "a/A.class");
            assertThat(made.getInputStream(made.getEntry("a/A.class"))).hasContent("bytes");
            assertThat(made.getManifest().getMainAttributes().getValue("Multi-Release"))
                    .isEqualTo("true");
            assertThat(made.getManifest().getEntries()).containsOnlyKeys("a/");
            assertThat(made.getManifest().getAttributes("a/").getValue("Sealed"))
                    .isEqualTo("true");
            assertThat(made.getManifest().getAttributes("a/")).hasSize(1);
        }
    }

    @Test
    void copiesAnyOtherJarByteForByte() throws Exception {
        Path jar = jar("plain.jar", Map.of("a/A.class", "bytes"));
        Path copy = directory.resolve("copy.jar");
        UnsignedJar.copy(jar, copy);
        assertThat(copy).hasSameBinaryContentAs(jar);
    }

    private Path jar(String name, Map<String, String> entries) throws IOException {
        Path jar = directory.resolve(name);
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream to = new ZipOutputStream(file)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                to.putNextEntry(new ZipEntry(entry.getKey()));
                to.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }
}
