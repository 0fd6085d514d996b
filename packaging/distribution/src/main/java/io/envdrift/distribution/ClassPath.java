package io.envdrift.distribution;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A jar that holds nothing but the names of other jars: one word for launchers, where a list would be a hundred. */
final class ClassPath {
    /** Any fixed date does: two builds must be equal. */
    private static final LocalDateTime DATE = LocalDateTime.of(2026, 1, 1, 0, 0);

    private ClassPath() {}

    /**
     * Writes the jar.
     *
     * @param jar in the directory of the jars that it names
     * @param own directory with the jars of one program; those that the archive leaves out are not named
     * @throws IOException if a file cannot be read or written
     */
    static void write(Path jar, Path own) throws IOException {
        List<String> names = of(own, Objects.requireNonNull(jar.getParent())).stream()
                .map(file -> file.getFileName().toString())
                .toList();
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", names));
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream entries = new ZipOutputStream(file)) {
            ZipEntry entry = new ZipEntry(JarFile.MANIFEST_NAME);
            entry.setTimeLocal(DATE);
            entries.putNextEntry(entry);
            manifest.write(entries);
        }
    }

    /**
     * Returns the jars of one program in the order of the class path.
     *
     * @param own directory with the jars of one program; those that the archive leaves out are not among them
     * @param jars directory with the jars that the archive takes
     * @throws IOException if a directory cannot be read
     */
    static List<Path> of(Path own, Path jars) throws IOException {
        return BuildId.sorted(own).stream()
                .map(file -> jars.resolve(file.getFileName()))
                .filter(Files::exists)
                // A class is looked for in one jar after the other, and each is opened for it: ours come first.
                .sorted(Comparator.comparing(
                        file -> !file.getFileName().toString().startsWith("envdrift-")))
                .toList();
    }
}
