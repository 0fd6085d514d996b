package io.envdrift.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergedJarTest {
    private static final String MANIFEST = "Manifest-Version: 1.0\nImplementation-Version: 7\nMulti-Release: true\n";

    private static final String ELSEWHERE = "a licence that the archive's directory has";

    @TempDir
    private Path directory;

    @Test
    void holdsWhatBothHaveAndNothingThatOneJarAloneNeeds() throws Exception {
        Path merged = merged(
                Map.of(
                        "a/A.class", "a",
                        "META-INF/MANIFEST.MF", MANIFEST,
                        "META-INF/KEY.SF", "signed",
                        "META-INF/KEY.RSA", "signed",
                        "META-INF/INDEX.LIST", "index",
                        "module-info.class", "module",
                        "META-INF/versions/9/module-info.class", "module",
                        "same.txt", "same"),
                Map.of("b/B.class", "b", "META-INF/MANIFEST.MF", MANIFEST, "same.txt", "same"));
        assertThat(entries(merged))
                .containsOnlyKeys("META-INF/MANIFEST.MF", "a/A.class", "b/B.class", "same.txt")
                .containsEntry("a/A.class", "a");
    }

    @Test
    void putsListsOfServicesTogetherAlsoWithoutALineEndAtTheEnd() throws Exception {
        Path merged = merged(
                Map.of("META-INF/services/x.Service", "a.A"), Map.of("META-INF/services/x.Service", "# b\nb.B\n"));
        assertThat(entries(merged)).containsEntry("META-INF/services/x.Service", "a.A\n# b\nb.B\n");
    }

    @Test
    void takesTheClassOfTheNewestJavaThatFits() throws Exception {
        Path merged = merged(
                Map.of(
                        "a/A.class", "8",
                        "META-INF/versions/9/a/A.class", "9",
                        "META-INF/versions/21/a/A.class", "21",
                        "META-INF/versions/26/a/A.class", "26",
                        "META-INF/versions/11/a/New.class", "11"),
                Map.of());
        assertThat(entries(merged))
                .containsOnlyKeys("META-INF/MANIFEST.MF", "a/A.class", "a/New.class")
                .containsEntry("a/A.class", "21")
                .containsEntry("a/New.class", "11");
    }

    @Test
    void takesVersionsAsJavaDoes() throws Exception {
        Path merged = merged(
                Map.of(
                        "META-INF/services/x.Service", "a.A",
                        "META-INF/versions/9/META-INF/services/x.Service", "a.New"),
                Map.of("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n", "META-INF/versions/9/b/B.class", "9"));
        assertThat(entries(merged))
                .containsEntry("META-INF/services/x.Service", "a.A")
                .doesNotContainKey("b/B.class")
                .doesNotContainValue("a.New");
    }

    @Test
    void keepsTheLicencesThatTheArchiveHasNowhereElse() throws Exception {
        Path merged = merged(
                Map.of("META-INF/LICENSE.txt", ELSEWHERE, "META-INF/license.txt", "a", "META-INF/NOTICE", "one"),
                Map.of(
                        "META-INF/license.txt", "b",
                        "META-INF/DEPENDENCIES", "c",
                        "dependencies.properties", "d",
                        "LICENSE-2.0", "e",
                        "META-INF/NOTICE", "other",
                        "META-INF/license/x", ELSEWHERE));
        assertThat(entries(merged))
                .containsEntry("META-INF/licences/first-1.jar/META-INF/license.txt", "a")
                .containsEntry("META-INF/licences/second-2.jar/META-INF/license.txt", "b")
                .containsEntry("META-INF/licences/second-2.jar/META-INF/DEPENDENCIES", "c")
                .containsEntry("META-INF/licences/first-1.jar/META-INF/NOTICE", "one")
                .containsEntry("META-INF/licences/second-2.jar/META-INF/NOTICE", "other")
                .containsEntry("dependencies.properties", "d")
                .doesNotContainValue(ELSEWHERE);
    }

    @Test
    void failsWhereTwoJarsDiffer() {
        assertThatThrownBy(() -> merged(Map.of("a/A.class", "one"), Map.of("a/A.class", "other")))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("a/A.class", "first-1.jar", "second-2.jar");
    }

    @Test
    void leavesWhatIsUnwantedBehindAndListsDirectoriesOfResources() throws Exception {
        Path merged = directory.resolve("merged.jar");
        Path jar = jar("first-1.jar", Map.of("db/sql/1.sql", "x", "a/b/C.class", "c", "native/Mac/a", "m"));
        MergedJar.write(merged, List.of(jar), "", 25, licences(), name -> name.startsWith("native/"));
        assertThat(entries(merged))
                .containsOnlyKeys("META-INF/MANIFEST.MF", "a/b/C.class", "db/", "db/sql/", "db/sql/1.sql");
    }

    @Test
    void tellsOnlyTheVersionsThatAreAskedFor() throws Exception {
        Path merged = directory.resolve("merged.jar");
        List<Path> jars = List.of(
                jar("gax-7.jar", Map.of("META-INF/MANIFEST.MF", MANIFEST, "g/h/G.class", "g")),
                jar("other-7.jar", Map.of("META-INF/MANIFEST.MF", MANIFEST, "o/O.class", "o")));
        MergedJar.write(merged, jars, "shared.jar", 25, licences(), name -> false);
        try (JarFile file = new JarFile(merged.toFile())) {
            assertThat(file.getManifest().getAttributes("g/h/").getValue(Attributes.Name.IMPLEMENTATION_VERSION))
                    .isEqualTo("7");
            assertThat(file.getManifest().getEntries()).containsOnlyKeys("g/h/");
            assertThat(file.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH))
                    .isEqualTo("shared.jar");
            assertThat(file.getManifest().getMainAttributes()).hasSize(2);
        }
    }

    @Test
    void ofOneJarAloneTellsTheVersion() throws Exception {
        Path merged = directory.resolve("merged.jar");
        List<Path> one = List.of(jar("own-7.jar", Map.of("META-INF/MANIFEST.MF", MANIFEST, "o/O.class", "o")));
        MergedJar.write(merged, one, "", 25, licences(), name -> false);
        try (JarFile file = new JarFile(merged.toFile())) {
            assertThat(file.getManifest().getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION))
                    .isEqualTo("7");
        }
    }

    @Test
    void isTheSameTwice() throws Exception {
        Map<String, String> content = Map.of("a/A.class", "a", "b.txt", "b", "META-INF/MANIFEST.MF", MANIFEST);
        byte[] first = Files.readAllBytes(merged(content, Map.of()));
        assertThat(merged(content, Map.of())).hasBinaryContent(first);
    }

    private Path merged(Map<String, String> first, Map<String, String> second) throws IOException {
        Path merged = directory.resolve("merged.jar");
        List<Path> jars = List.of(jar("first-1.jar", first), jar("second-2.jar", second));
        MergedJar.write(merged, jars, "", 25, licences(), name -> false);
        return merged;
    }

    /** The archive's directory of licences. */
    private Path licences() throws IOException {
        Path library = Files.createDirectories(directory.resolve("licences/library"));
        Files.writeString(library.resolve("LICENSE"), ELSEWHERE);
        return directory.resolve("licences");
    }

    private Path jar(String name, Map<String, String> entries) throws IOException {
        Path jar = directory.resolve(name);
        Map<String, String> all = new TreeMap<>(entries);
        all.putIfAbsent("META-INF/MANIFEST.MF", MANIFEST);
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream to = new ZipOutputStream(file)) {
            for (Map.Entry<String, String> entry : all.entrySet()) {
                to.putNextEntry(new ZipEntry(entry.getKey()));
                to.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private static Map<String, String> entries(Path jar) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            file.stream().forEach(entry -> {
                try {
                    entries.put(
                            entry.getName(),
                            new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return entries;
    }
}
