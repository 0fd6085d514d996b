package io.envdrift.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A class's {@code main} run in a process of its own, with this one's class path.
 *
 * @param exit the exit status
 * @param output what it printed, both streams in one
 */
public record ChildJvm(int exit, String output) {
    private static final int LIMIT_SECONDS = 120;

    /**
     * Runs a class and waits for its end.
     *
     * @throws IOException when the process cannot be started, or has not ended after two minutes; it is then stopped
     */
    public static ChildJvm run(Class<?> main, List<String> arguments, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("child-jvm", ".txt");
        try {
            Process process = start(main, arguments, environment, output);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(main.getName() + " did not end: " + Files.readString(output));
            }
            return new ChildJvm(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }

    /** Starts a class without waiting; what it prints goes to a file. */
    public static Process start(Class<?> main, List<String> arguments, Map<String, String> environment, Path output)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }
}
