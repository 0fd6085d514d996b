package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher of the checkout, over a checkout that is built already and holds a program of one line. */
class LauncherIT {
    private static final FileTime THEN = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    private Path directory;

    private Path root;
    private Path jar;

    @BeforeEach
    void checkout() throws Exception {
        root = Files.createDirectories(directory.resolve("a checkout"));
        Files.copy(Path.of("..", "envdrift"), root.resolve("envdrift"), StandardCopyOption.COPY_ATTRIBUTES);
        jar = Files.createDirectories(root.resolve("cli/target/lib")).resolve("app.jar");
        program("one");
        Files.createFile(root.resolve("cli/target/built"));
    }

    @Test
    void runsFromAPathWithSpacesAndThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), root.resolve("envdrift"));
        assertThat(launched(link)).isEqualTo("one [a b]\n");
    }

    @Test
    void aSwappedJarRunsTheNewCodeAlthoughAnArchiveOfTheOldIsThere() throws Exception {
        Path archive = root.resolve("cli/target/classes.jsa");
        output(List.of(
                java(),
                "-XX:+UseSerialGC",
                "-XX:ArchiveClassesAtExit=" + archive,
                "-cp",
                jar.toString(),
                "io.envdrift.cli.Main"));
        assertThat(archive).isNotEmptyFile();
        assertThat(launched(root.resolve("envdrift"))).isEqualTo("one [a b]\n");

        program("two");

        assertThat(launched(root.resolve("envdrift"))).isEqualTo("two [a b]\n");
    }

    @Test
    void aBrokenArchiveCostsTimeAndNothingElse() throws Exception {
        Files.writeString(root.resolve("cli/target/classes.jsa"), "not an archive");
        assertThat(launched(root.resolve("envdrift"))).isEqualTo("one [a b]\n");
    }

    /** Puts a program into place; two of the same length make jars of the same size, and both are equally old. */
    private void program(String text) throws Exception {
        Path work = Files.createDirectories(directory.resolve(text));
        Path source = Files.writeString(work.resolve("Main.java"), """
            package io.envdrift.cli;
            public class Main {
                public static void main(String[] a) { System.out.println("%s " + java.util.Arrays.asList(a)); }
            }
            """.formatted(text));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", work.toString(), source.toString()))
                .isZero();
        Path made = work.resolve("app.jar");
        try (OutputStream file = Files.newOutputStream(made);
                JarOutputStream entries = new JarOutputStream(file)) {
            ZipEntry entry = new ZipEntry("io/envdrift/cli/Main.class");
            entry.setLastModifiedTime(THEN);
            entries.putNextEntry(entry);
            entries.write(Files.readAllBytes(work.resolve("io/envdrift/cli/Main.class")));
        }
        Files.setLastModifiedTime(made, THEN);
        Files.copy(made, jar, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static String launched(Path launcher) throws Exception {
        return output(List.of(launcher.toString(), "a b"));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return printed;
    }
}
