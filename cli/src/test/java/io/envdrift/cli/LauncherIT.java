package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        Path shared = Path.of("packaging/distribution/src/launcher/launch.sh");
        Files.createDirectories(root.resolve(shared).getParent());
        Files.copy(Path.of("..").resolve(shared), root.resolve(shared));
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

    /** Java takes two collectors for an error, and the variable is often meant for the program that 'run' starts. */
    @ParameterizedTest
    @ValueSource(strings = {"UseG1GC", "UseParallelGC", "UseZGC", "UseShenandoahGC", "UseSerialGC"})
    void aCollectorInTheEnvironmentDoesNotKeepItFromStarting(String collector) throws Exception {
        assertThat(output(List.of(
                        "env",
                        "JAVA_TOOL_OPTIONS=-XX:+" + collector,
                        root.resolve("envdrift").toString(),
                        "a b")))
                .endsWith("one [a b]\n");
    }

    /** The first file that Java opens would get its number, and {@code set} would store that file as a value. */
    @Test
    void aClosedStandardInputIsAnEmptyOne() throws Exception {
        Path jdk = directory.resolve("jdk");
        Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n{ true 3<&0; } 2>&1 && cat && echo empty\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25\"\n");
        String launcher = root.resolve("envdrift").toString();

        assertThat(output(List.of("sh", "-c", "exec \"$0\" 'a b' <&-", launcher), jdk.toString()))
                .isEqualTo("empty\n");
    }

    @Test
    void aBrokenArchiveCostsTimeAndNothingElse() throws Exception {
        Files.writeString(root.resolve("cli/target/classes.jsa"), "not an archive");
        assertThat(launched(root.resolve("envdrift"))).isEqualTo("one [a b]\n");
    }

    /** Older JDKs do not start with the option; newer ones warn on standard error without it. */
    @ParameterizedTest
    @CsvSource({"21.0.2, false", "22.0.1, false", "23, true", "24.0.2, true", "25.0.3, true", "27-ea, true"})
    void unsafeMemoryAccessIsAllowedWhereTheJdkKnowsTheOption(String version, boolean known) throws Exception {
        Path jdk = Files.createDirectories(directory.resolve("jdk"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));

        String arguments = output(List.of(root.resolve("envdrift").toString(), "a b"), jdk.toString());

        assertThat(arguments).contains("io.envdrift.cli.Main a b");
        assertThat(arguments.contains("--sun-misc-unsafe-memory-access=allow")).isEqualTo(known);
    }

    /** Java names files as the locale says, so outside UTF-8 it is given another; the caller's is kept for children. */
    @ParameterizedTest(name = "LC_ALL={0} LANG={1}: Java gets {2}, the caller''s is {3}")
    @CsvSource(
            nullValues = "unset",
            value = {
                "unset, unset, C.UTF-8, ''",
                "C, de_DE.UTF-8, C.UTF-8, C",
                "unset, POSIX, C.UTF-8, ''",
                "unset, en_US.UTF-8, unset, unset",
                "de_DE.utf8, C, de_DE.utf8, unset"
            })
    void javaRunsInALocaleOfUtf8(String all, String lang, String given, String caller) throws Exception {
        Path jdk = Files.createDirectories(directory.resolve("jdk"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25\"\n");
        Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho \"${LC_ALL-unset}|${ENVDRIFT_CALLER_LC_ALL-unset}\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> command = new ArrayList<>(List.of("env", "-u", "LC_ALL", "-u", "LC_CTYPE", "-u", "LANG"));
        if (all != null) {
            command.add("LC_ALL=" + all);
        }
        if (lang != null) {
            command.add("LANG=" + lang);
        }
        command.add(root.resolve("envdrift").toString());

        assertThat(output(command, jdk.toString()))
                .isEqualTo((given == null ? "unset" : given) + "|" + (caller == null ? "unset" : caller) + "\n");
    }

    /** Error Prone takes as long as all else. Who changes the code must not find its classes to be up to date, though never checked. */
    @Test
    void onlyTheFirstBuildIsUncheckedAndMavenDoesNotTakeItsClassesForCheckedOnes() throws Exception {
        Path calls = directory.resolve("calls");
        Path kept = Files.copy(jar, directory.resolve("kept.jar"));
        Path tools = Files.createDirectories(directory.resolve("tools"));
        Path maven = Files.writeString(tools.resolve("mvn"), """
            #!/bin/sh
            echo "$*" >>'%s'
            mkdir -p core/base/target/maven-status cli/target/maven-status cli/target/lib
            cp '%s' cli/target/lib/app.jar
            """.formatted(calls, kept));
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> command = List.of(
                "env",
                "PATH=" + tools + ":" + System.getenv("PATH"),
                root.resolve("envdrift").toString(),
                "a b");
        Path built = root.resolve("cli/target/built");
        Files.delete(built);

        assertThat(output(command)).endsWith("one [a b]\n");
        assertThat(root.resolve("cli/target/maven-status")).doesNotExist();
        assertThat(root.resolve("core/base/target/maven-status")).doesNotExist();

        Files.setLastModifiedTime(built, THEN);
        Files.writeString(root.resolve("cli/pom.xml"), "<project/>");
        assertThat(output(command)).endsWith("one [a b]\n");
        assertThat(root.resolve("cli/target/maven-status")).exists();

        List<String> arguments = Files.readAllLines(calls);
        assertThat(arguments).hasSize(2);
        assertThat(arguments.getFirst()).contains("-Derror-prone=-proc:none");
        assertThat(arguments.getLast()).doesNotContain("error-prone");
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
        return output(command, System.getProperty("java.home"));
    }

    private static String output(List<String> command, String jdk) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", jdk);
        Process process = builder.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return printed;
    }
}
