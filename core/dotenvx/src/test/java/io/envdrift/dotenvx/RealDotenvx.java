package io.envdrift.dotenvx;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The dotenvx of npm, run as a child process in an empty environment. */
final class RealDotenvx {
    static final String VERSION = "2.38.2";

    private static final Path INSTALLATION = Path.of("target", "dotenvx-" + VERSION);
    private static final long LIMIT_SECONDS = 120;

    private final Path program;
    private final Path home;

    private RealDotenvx(Path program, Path home) {
        this.program = program;
        this.home = home;
    }

    /**
     * Finds the program that {@code -Denvdrift.dotenvx} names, or installs it with npm below the target directory.
     * Returns nothing when there is no node, or no registry that answers in time.
     */
    static Optional<RealDotenvx> find(Path home) throws IOException, InterruptedException {
        String given = System.getProperty("envdrift.dotenvx", "");
        Path program = given.isEmpty()
                ? INSTALLATION.resolve("node_modules/.bin/dotenvx").toAbsolutePath()
                : Path.of(given);
        if (!Files.isExecutable(program) && !install()) {
            return Optional.empty();
        }
        try {
            RealDotenvx found = new RealDotenvx(program, home);
            return found.run(home, "--version").strip().equals(VERSION) ? Optional.of(found) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean install() throws InterruptedException {
        try {
            Files.createDirectories(INSTALLATION);
            Process npm = new ProcessBuilder(
                            "npm",
                            "install",
                            "--prefix",
                            INSTALLATION.toAbsolutePath().toString(),
                            "--ignore-scripts",
                            "--no-audit",
                            "--no-fund",
                            "--no-save",
                            "@dotenvx/dotenvx@" + VERSION)
                    .redirectErrorStream(true)
                    .redirectOutput(INSTALLATION.resolve("npm.log").toFile())
                    .start();
            npm.getOutputStream().close();
            if (!npm.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                npm.destroyForcibly().waitFor();
                return false;
            }
            return npm.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Runs a command on many files at once, with the keys file of the directory. */
    String onFiles(Path directory, String command, List<String> files) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(command, "-fk", ".env.keys"));
        files.forEach(file -> arguments.addAll(List.of("-f", file)));
        return run(directory, arguments.toArray(String[]::new));
    }

    /** Returns all values of some files, as dotenvx resolves them. */
    JsonNode get(Path directory, List<String> files) throws IOException, InterruptedException {
        return new ObjectMapper().readTree(onFiles(directory, "get", files));
    }

    String run(Path directory, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(Arrays.asList(arguments));
        Path out = Files.createTempFile(home, "out", "");
        Path err = Files.createTempFile(home, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Map<String, String> environment = builder.environment();
        String path = environment.getOrDefault("PATH", "");
        environment.clear();
        environment.putAll(Map.of("PATH", path, "HOME", home.toString(), "LANG", "C.UTF-8"));
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("dotenvx " + arguments[0] + " took too long");
        }
        if (process.exitValue() != 0) {
            throw new AssertionError("dotenvx " + arguments[0] + " failed: " + Files.readString(err));
        }
        return Files.readString(out, StandardCharsets.UTF_8);
    }
}
