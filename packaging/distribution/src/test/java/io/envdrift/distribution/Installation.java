package io.envdrift.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An unpacked archive, and programs run in it with an empty environment and nothing on the path but what a POSIX shell needs.
 *
 * @param root the top directory
 * @param tools a directory of links to such programs, without Java
 */
record Installation(Path root, Path tools) {
    private static final List<String> TOOLS =
            List.of("sh", "find", "readlink", "mkdir", "git", "gzip", "mktemp", "mv", "rm");

    /** What a program printed and how it ended. */
    record Result(int status, String out, String err) {}

    /** Unpacks an archive below a directory. */
    static Installation unpack(Path archive, Path directory) throws Exception {
        Files.createDirectories(directory);
        boolean zip = archive.toString().endsWith(".zip");
        List<String> command = zip
                ? List.of("unzip", "-q", archive.toString(), "-d", directory.toString())
                : List.of("tar", "-xzf", archive.toString(), "-C", directory.toString());
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
        Path tools = Files.createDirectories(directory.resolve("tools"));
        for (String tool : TOOLS) {
            for (String bin : List.of("/usr/bin", "/bin")) {
                Path program = Path.of(bin, tool);
                if (Files.exists(program) && !Files.exists(tools.resolve(tool))) {
                    Files.createSymbolicLink(tools.resolve(tool), program);
                }
            }
        }
        String name = archive.getFileName().toString().replaceAll("\\.(zip|tar\\.gz)$", "");
        return new Installation(directory.resolve(name), tools);
    }

    /** Returns the cache of the command line. */
    Path cache() throws IOException {
        try (var files = Files.list(root.resolve("lib"))) {
            return files.filter(file -> file.getFileName().toString().matches("envdrift-[0-9a-f]{12}\\.aot"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Returns the jar of the command line. */
    Path jar() {
        return root.resolve("lib/app/envdrift.jar");
    }

    Result run(Path directory, Map<String, String> environment, String... command) throws Exception {
        Path out = Files.createTempFile("out", "");
        Path err = Files.createTempFile("err", "");
        List<String> words = new ArrayList<>(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        Result result = new Result(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
        Files.delete(out);
        Files.delete(err);
        return result;
    }

    /** Puts a stub into the runtime's place and returns the arguments that the launcher gives it. */
    List<String> javaArguments(Map<String, String> environment, String... command) throws Exception {
        Path java = root.resolve("runtime/bin/java");
        Path real = Files.move(java, java.resolveSibling("java.real"));
        try {
            Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
            Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
            List<String> words =
                    new ArrayList<>(List.of(root.resolve("bin/envdrift").toString()));
            words.addAll(List.of(command));
            Result result = run(root, environment, words.toArray(String[]::new));
            assertThat(result.err()).isEmpty();
            assertThat(result.status()).isZero();
            return result.out().lines().toList();
        } finally {
            Files.move(real, java, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    Result envdrift(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(root.resolve("bin/envdrift").toString()));
        command.addAll(List.of(arguments));
        return run(root, Map.of(), command.toArray(String[]::new));
    }
}
