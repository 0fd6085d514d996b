package io.envdrift.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive with its own runtime, unpacked where no Java is. */
class DistributionIT {
    private static final Path CHECKOUT = Path.of(System.getProperty("envdrift.root"));
    private static final Path ARCHIVE = Path.of(System.getProperty("envdrift.archive"));
    private static final Path PORTABLE = Path.of(System.getProperty("envdrift.portable"));

    @TempDir
    private Path directory;

    private Installation installed;

    @BeforeEach
    void unpack() throws Exception {
        installed = Installation.unpack(ARCHIVE, directory.resolve("an installation"));
    }

    @Test
    void runsTheQuickStartWithoutJavaAndWithAnEmptyEnvironment() throws Exception {
        quickStart(installed, Map.of());
    }

    @Test
    void theArchiveForAnyJavaRunsTheQuickStartWithTheOneInJavaHome() throws Exception {
        Installation portable = Installation.unpack(PORTABLE, directory.resolve("portable"));
        // A collector that somebody else's program wants does not keep ours from starting.
        quickStart(
                portable,
                Map.of("JAVA_HOME", System.getProperty("java.home"), "JAVA_TOOL_OPTIONS", "-XX:+UseParallelGC"));
        assertThat(portable.root().resolve("runtime")).doesNotExist();
        assertThat(portable.root().resolve("bin/envdrift.cmd")).content().contains("\r\n");
    }

    /** Its classes are those for the version of its own Java. */
    @Test
    void withoutItsJavaItTakesOnlyOneOfThatVersionOrNewer() throws Exception {
        Files.move(installed.root().resolve("runtime"), directory.resolve("away"));
        int version = Runtime.version().feature();
        String launcher = installed.root().resolve("bin/envdrift").toString();
        Map<String, String> older = Map.of("JAVA_HOME", java(version - 1).toString());
        Map<String, String> same = Map.of("JAVA_HOME", java(version).toString());
        assertThat(installed.run(directory, older, launcher, "--version").out()).doesNotContain("stub");
        assertThat(installed.run(directory, same, launcher, "--version").out()).contains("stub");
    }

    /** Returns the directory of a Java that does nothing. */
    private Path java(int version) throws Exception {
        Path home = directory.resolve("java-" + version);
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + ".0.1\"\n");
        Files.writeString(java, "#!/bin/sh\necho stub\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home;
    }

    /** In bytes, since nothing else shows what a library more costs everybody. */
    @Test
    void isNoLargerThanItWas() throws Exception {
        assertThat(Files.size(ARCHIVE)).isLessThan(160_000_000);
        assertThat(Files.size(PORTABLE)).isLessThan(64_000_000);
        try (Stream<Path> files = Files.walk(installed.root())) {
            long bytes = files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
            assertThat(bytes).isLessThan(213L << 20);
        }
    }

    @Test
    void namesFilesOutsideAsciiWithoutALocale() throws Exception {
        // A script, since the JVM of this test may have no such locale either.
        Path script = Files.writeString(directory.resolve("script"), """
            set -eu
            mkdir d\u00e9p\u00f4t
            cd d\u00e9p\u00f4t
            echo A=1 > \u00fc.env
            "$1" get A -f \u00fc.env
            "$1" run -f \u00fc.env -- sh -c 'echo "${LC_ALL-none} $A"'
            """);
        String command = installed.root().resolve("bin/envdrift").toString();
        Installation.Result result = installed.run(directory, Map.of(), "sh", script.toString(), command);
        assertThat(result.out()).as(result.err()).isEqualTo("1\nnone 1\n");
    }

    @Test
    void theServerAnswersAndItsClientPushes() throws Exception {
        Path home = Files.createDirectories(directory.resolve("home"));
        Path printed = directory.resolve("printed");
        ProcessBuilder builder = new ProcessBuilder(
                        installed.root().resolve("bin/envdrift-server").toString(),
                        "--port",
                        "0",
                        "--metrics-port",
                        "0",
                        "--data",
                        directory.resolve("data").toString())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", installed.tools().toString());
        Process server = builder.start();
        try {
            String address = Waiting.forMatch(printed, "listens on (http://[^,\\s]+)");
            Files.writeString(home.resolve("plain"), "A=1\n");
            String command = installed.root().resolve("bin/vault-env").toString();
            Map<String, String> environment = Map.of("HOME", home.toString(), "VAULT_URL", address);
            assertThat(installed
                            .run(home, environment, command, "init", "--name", "a")
                            .status())
                    .isZero();
            assertThat(installed
                            .run(home, environment, command, "push", "--file", "plain")
                            .out())
                    .contains("Pushed. Version: 1");
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    @Test
    void startsThroughLinksFromAnywhereAndByRelativePaths() throws Exception {
        Path bin = Files.createDirectories(directory.resolve("other bin"));
        Path link = Files.createSymbolicLink(
                bin.resolve("envdrift"), installed.root().resolve("bin/envdrift"));
        Path linked = Files.createSymbolicLink(directory.resolve("relative"), Path.of("other bin/envdrift"));
        Path store = Files.createSymbolicLink(
                bin.resolve("vault-env"), installed.root().resolve("bin/vault-env"));
        String version = installed.envdrift("--version").out();
        String text = Files.readString(installed.root().resolve("VERSION"), StandardCharsets.UTF_8)
                .strip();
        assertThat(version).isEqualTo("envdrift " + text + "\n");
        assertThat(installed.envdrift("version").out()).contains(text);
        Path server = installed.root().resolve("bin/envdrift-server");
        assertThat(installed
                        .run(directory, Map.of(), server.toString(), "--version")
                        .out())
                .isEqualTo("envdrift-server " + text + "\n");
        assertThat(installed
                        .run(directory, Map.of(), link.toString(), "--version")
                        .out())
                .isEqualTo(version);
        assertThat(installed
                        .run(directory, Map.of(), linked.toString(), "--version")
                        .out())
                .isEqualTo(version);
        assertThat(installed
                        .run(directory, Map.of(), store.toString(), "--help")
                        .out())
                .contains("vault-env push");
        Path sync = Files.createSymbolicLink(
                bin.resolve("envsync"), installed.root().resolve("bin/envsync"));
        assertThat(installed.run(directory, Map.of(), sync.toString(), "--help").out())
                .contains("envsync push");
        Path levels =
                Files.createSymbolicLink(bin.resolve("levels"), installed.root().resolve("bin/levels"));
        assertThat(installed
                        .run(directory, Map.of(), levels.toString(), "--help")
                        .out())
                .contains("levels pull");
        assertThat(installed
                        .run(installed.root().resolve("bin"), Map.of(), "sh", "envdrift", "--version")
                        .out())
                .isEqualTo(version);
    }

    @Test
    void holdsWhatAnInstallationNeedsAndNothingThatOthersMayWrite() throws Exception {
        Path root = installed.root();
        for (String file : List.of(
                "LICENSE",
                "CHANGELOG.md",
                "THIRD-PARTY-NOTICES.txt",
                "sbom.cdx.json",
                "share/bash-completion/completions/envdrift",
                "share/bash-completion/completions/vault-env",
                "share/bash-completion/completions/envsync",
                "share/bash-completion/completions/levels",
                "share/man/man1/envdrift-sync.1",
                "share/man/man1/envdrift-server.1")) {
            assertThat(root.resolve(file)).isNotEmptyFile();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(installed.cache())))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.walk(root)) {
            assertThat(files.filter(file -> !Files.isSymbolicLink(file)))
                    .allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS))
                            .doesNotContain(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE));
        }
    }

    @Test
    void theBillOfMaterialsAndTheNoticesNameEveryForeignJar() throws Exception {
        String bill = Files.readString(installed.root().resolve("sbom.cdx.json"), StandardCharsets.UTF_8);
        String notices = Files.readString(installed.root().resolve("THIRD-PARTY-NOTICES.txt"), StandardCharsets.UTF_8);
        Path portable =
                Installation.unpack(PORTABLE, directory.resolve("portable")).root();
        assertThat(portable.resolve("sbom.cdx.json")).hasContent(bill);
        assertThat(portable.resolve("THIRD-PARTY-NOTICES.txt")).hasContent(notices);
        try (Stream<Path> jars = Files.list(portable.resolve("lib/app"))) {
            List<String> names = jars.map(jar -> jar.getFileName().toString())
                    .filter(name -> !name.startsWith("envdrift"))
                    .toList();
            assertThat(names).hasSizeGreaterThan(90).allSatisfy(name -> {
                String artifact = name.replaceFirst("-[0-9].*$", "");
                assertThat(bill).contains("/" + artifact + "@");
                assertThat(notices).contains(":" + artifact + ":");
            });
        }
        // Repackaged in our own jars, without the jars that they come from.
        assertThat(bill).contains("/picocli@", "/bcprov-jdk18on@");
        assertThat(notices).contains(":picocli:", ":bcprov-jdk18on:");
    }

    /** The jars that the archive for any Java has one by one; a signed one would be kept out of the caches. */
    @Test
    void fiveUnsignedJarsHoldAllClassesAndServicesOfTheirLibraries() throws Exception {
        Path app = installed.root().resolve("lib/app");
        assertThat(BuildId.sorted(app).stream().map(jar -> jar.getFileName().toString()))
                .containsExactly(
                        "envdrift-libraries.jar",
                        "envdrift-server-libraries.jar",
                        "envdrift-server.jar",
                        "envdrift-shared.jar",
                        "envdrift.jar");
        Set<String> merged = new HashSet<>();
        for (Path jar : BuildId.sorted(app)) {
            merged.addAll(classesAndServices(jar));
            assertThat(UnsignedJar.isSigned(jar)).as(jar.toString()).isFalse();
        }
        Path portable =
                Installation.unpack(PORTABLE, directory.resolve("portable")).root();
        Set<String> single = new HashSet<>();
        for (Path jar : BuildId.sorted(portable.resolve("lib/app"))) {
            single.addAll(classesAndServices(jar));
        }
        assertThat(merged).hasSizeGreaterThan(20_000).isEqualTo(single);
    }

    /** Names of classes, and of services with the name of a class behind them. */
    private static Set<String> classesAndServices(Path jar) throws Exception {
        Set<String> names = new HashSet<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(file.entries())) {
                String name = entry.getName().replaceFirst("^META-INF/versions/([0-9]|1[0-9]|2[0-5])/", "");
                if (name.endsWith(".class") && !name.startsWith("META-INF/") && !name.endsWith("module-info.class")) {
                    names.add(name);
                } else if (name.startsWith("META-INF/services/") && !entry.isDirectory()) {
                    new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .map(line -> line.replaceFirst("#.*", "").strip())
                            .filter(line -> !line.isEmpty())
                            .forEach(line -> names.add(name + " " + line));
                }
            }
        }
        return names;
    }

    private void quickStart(Installation installation, Map<String, String> environment) throws Exception {
        Path example = CHECKOUT.resolve("config-examples/quickstart");
        Path project = directory.resolve("project of " + installation.root().getFileName());
        Tree.copyAll(example, project);
        Map<String, String> all = new HashMap<>(environment);
        all.put("ENVDRIFT_LOCAL_PASSPHRASE", "quickstart");
        String command = installation.root().resolve("bin/envdrift").toString();

        Installation.Result pulled = installation.run(project, all, command, "pull");

        assertThat(pulled.status()).as(pulled.err()).isZero();
        Path expected = CHECKOUT.resolve("cli/src/test/resources/quickstart");
        for (String file : List.of("services/app/.env.production", "services/auth/.env.production")) {
            assertThat(project.resolve(file)).hasSameBinaryContentAs(expected.resolve(file));
        }
        assertThat(installation.run(project, all, command, "lock", "--force").status())
                .isZero();
        assertThat(project.resolve("services/app/.env.production")).content().contains("encrypted:");
    }
}
