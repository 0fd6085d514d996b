package io.envdrift.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs commands in a directory, with an environment that has nothing but what a test put there. */
final class Shell implements AutoCloseable {
    /** The installer of this checkout. */
    static final Path INSTALLER =
            Path.of("..", "packaging", "install.sh").toAbsolutePath().normalize();

    private static final String USUAL_PATH = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";

    private static final String APPLETS = "applets";

    private final Path directory;
    private final Map<String, String> environment = new TreeMap<>();
    private List<String> interpreter = List.of("sh");
    private Path installer = INSTALLER;

    Shell(Path directory) {
        this.directory = directory;
        environment.put("PATH", USUAL_PATH);
        environment.put("HOME", directory.resolve("home").toString());
    }

    /** What a command ended with and printed, both streams in one. */
    record Result(int exit, String output) {
        Result succeeded() {
            assertThat(exit).as(output).isZero();
            return this;
        }

        Result failedWith(String... words) {
            assertThat(exit).as(output).isEqualTo(1);
            assertThat(output).contains(words).contains("install.sh: ");
            return this;
        }
    }

    Shell env(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Shell without(String name) {
        environment.remove(name);
        return this;
    }

    /** Puts a directory before all others on the path. */
    Shell tools(Path tools) {
        return env("PATH", tools + ":" + USUAL_PATH);
    }

    /** Runs the installer with this shell, such as {@code busybox sh}. */
    Shell interpreter(String... command) {
        interpreter = List.of(command);
        return this;
    }

    /** Runs a copy of the installer: another user may not be allowed to read the checkout. */
    Shell copiedInstaller() throws IOException {
        installer = Files.copy(INSTALLER, directory.resolve("install.sh"));
        return this;
    }

    /** Runs the installer where each of the usual tools is busybox's. */
    Shell onlyBusybox() throws IOException, InterruptedException {
        Path applets = Files.createDirectory(directory.resolve(APPLETS));
        run(List.of("busybox", "--install", "-s", applets.toString())).succeeded();
        interpreter = List.of(applets.resolve("sh").toString());
        return env("PATH", applets.toString());
    }

    /** Removes the links to busybox. */
    @Override
    public void close() throws IOException {
        Path applets = directory.resolve(APPLETS);
        if (Files.exists(applets)) {
            try (Stream<Path> links = Files.list(applets)) {
                for (Path link : links.toList()) {
                    Files.delete(link);
                }
            }
        }
    }

    Result install(String... arguments) throws Exception {
        return run(Stream.of(interpreter.stream(), Stream.of(installer.toString()), Stream.of(arguments))
                .flatMap(each -> each)
                .toList());
    }

    Result run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "output", ".txt");
        Process process = start(command, output);
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("%s ends", command)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        Files.delete(output);
        return new Result(process.exitValue(), printed);
    }

    private Process start(List<String> command, Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    /** Whether a program is on the path. */
    static boolean has(String program) {
        return Stream.of(USUAL_PATH.split(":")).anyMatch(each -> Files.isExecutable(Path.of(each, program)));
    }

    /** Makes a program of a test's own. */
    static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** The paths below a directory, sorted, with the targets of links. */
    static List<String> tree(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            List<String> names = new ArrayList<>();
            for (Path path : paths.sorted().toList()) {
                names.add(root.relativize(path)
                        + (Files.isSymbolicLink(path) ? " -> " + Files.readSymbolicLink(path) : ""));
            }
            return names;
        }
    }
}
