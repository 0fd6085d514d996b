package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The application as it was built: what it is given, how it fails, and that no value is in it. */
class BuiltIT {
    private static final String GREETING = "Hello from an encrypted file";
    private static final Path BUILT = Path.of("target", "quarkus-app").toAbsolutePath();

    @TempDir
    private Path directory;

    private record Run(int exit, String said) {}

    @Test
    void theApplicationIsGivenTheDecryptedValue() throws Exception {
        Run run = run(Path.of("").toAbsolutePath(), Map.of("ENVDRIFT_LOCATIONS", ".env.production"));
        assertEquals(0, run.exit(), run.said());
        assertTrue(run.said().lines().anyMatch(GREETING::equals), run.said());
    }

    @ParameterizedTest
    @CsvSource({
        "wrong key, .env.production, no private key at hand opens it [ED-303]: ",
        "missing file, .env.staging, File not found: ",
        "closed vault, .env.production, [ED-402]: set ENVDRIFT_LOCAL_PASSPHRASE"
    })
    void whatCannotBeHadIsOneLine(String wrong, String file, String reason) throws Exception {
        Files.copy(Path.of(".env.production"), directory.resolve(".env.production"));
        if (wrong.equals("closed vault")) {
            Files.copy(Path.of("envdrift.toml"), directory.resolve("envdrift.toml"));
            Files.copy(Path.of("team.vault"), directory.resolve("team.vault"));
        }
        Map<String, String> given = wrong.equals("wrong key")
                ? Map.of("ENVDRIFT_LOCATIONS", file, "DOTENV_PRIVATE_KEY_PRODUCTION", "2".repeat(64))
                : Map.of("ENVDRIFT_LOCATIONS", file);
        Run run = run(directory, given);
        assertEquals(1, run.exit(), run.said());
        assertTrue(run.said().lines().anyMatch(line -> line.contains(reason) && line.contains("[ED-")), run.said());
    }

    @Test
    void noValueIsInTheApplication() throws IOException {
        try (Stream<Path> files = Files.walk(BUILT)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                for (byte[] content : contents(file)) {
                    assertFalse(new String(content, StandardCharsets.ISO_8859_1).contains(GREETING), file.toString());
                }
            }
        }
    }

    private static List<byte[]> contents(Path file) throws IOException {
        if (!file.toString().endsWith(".jar")) {
            return List.of(Files.readAllBytes(file));
        }
        try (ZipFile jar = new ZipFile(file.toFile())) {
            return jar.stream().map(entry -> read(jar, entry)).toList();
        }
    }

    private static byte[] read(ZipFile jar, ZipEntry entry) {
        try {
            return jar.getInputStream(entry).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Run run(Path directory, Map<String, String> given) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        BUILT.resolve("quarkus-run.jar").toString())
                .directory(directory.toFile())
                .redirectErrorStream(true);
        if (!directory.equals(Path.of("").toAbsolutePath())) {
            builder.environment().remove("ENVDRIFT_LOCAL_PASSPHRASE");
        }
        builder.environment().putAll(given);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), said);
    }
}
