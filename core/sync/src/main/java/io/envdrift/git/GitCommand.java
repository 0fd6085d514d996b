package io.envdrift.git;

import io.envdrift.base.ProgramPath;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One run of git that only reads.
 *
 * <p>{@code core.fsmonitor} is the one setting by which a repository's own configuration could run a program in the
 * commands used here; it is switched off. Optional locks are off too, so that nothing is written.
 */
final class GitCommand {
    private static final long LIMIT_SECONDS = 30;
    private static final long LOOK_MILLIS = 250;

    /**
     * What Linux reports of a process that is opening a pipe without a writer. Compilers inline one of the two
     * functions, or add a suffix to its name.
     */
    private static final List<String> OPENS_A_PIPE = List.of("wait_for_partner", "fifo_open");

    /** How git ends when it does not work: 128, and 129 for wrong usage. */
    private static final List<Integer> REFUSALS = List.of(1, 128, 129);

    private static final List<Integer> SUCCESS = List.of(0);

    private GitCommand() {}

    /** Runs git in a directory, without input; returns what it printed, or nothing as {@link #run} does. */
    static Optional<String> output(Path directory, String... arguments) {
        return run(directory, new byte[0], SUCCESS, arguments).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /**
     * Runs git in a directory.
     *
     * @return what it printed, or nothing when there is no git, it takes too long, or it ends with an exit code that is
     *     not among the accepted ones
     */
    static Optional<byte[]> run(Path directory, byte[] input, List<Integer> accepted, String... arguments) {
        return run(directory, Map.of(), input, accepted, arguments);
    }

    /** Runs git as {@link #run(Path, byte[], List, String...)}, with variables as {@link #start} has them. */
    static Optional<byte[]> run(
            Path directory, Map<String, String> variables, byte[] input, List<Integer> accepted, String... arguments) {
        try {
            return run(start(directory, variables, arguments), input, accepted);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Starts git in a directory.
     *
     * @param variables of which those of git count before those of this process
     * @throws IOException when there is no git, or a file that it reads is a pipe or a device
     */
    static Process start(Path directory, Map<String, String> variables, String... arguments) throws IOException {
        return builder(directory, variables, arguments)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Returns the first line of what git says where it refuses to work in a directory, or why it cannot be run. */
    static Optional<String> complaint(Path directory) {
        try {
            Process process = builder(directory, Map.of(), "rev-parse", "--git-dir")
                    .redirectErrorStream(true)
                    .start();
            Optional<byte[]> said = run(process, new byte[0], REFUSALS);
            if (said.isEmpty() && !process.isAlive() && process.exitValue() != 0) {
                return Optional.of("it does not end here; look for pipes below .git");
            }
            return said.flatMap(
                    bytes -> new String(bytes, StandardCharsets.UTF_8).lines().findFirst());
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static ProcessBuilder builder(Path directory, Map<String, String> variables, String... arguments)
            throws IOException {
        String git = ProgramPath.find("git", System.getenv())
                .orElseThrow(() -> new IOException("there is no git to run"))
                .toString();
        Optional<Path> unreadable = GitFiles.unreadable(directory, variables);
        if (unreadable.isPresent()) {
            throw new IOException(unreadable.get() + " is no regular file");
        }
        List<String> command = new ArrayList<>(List.of(git, "-c", "core.fsmonitor=false"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        Map<String, String> environment = builder.environment();
        variables.forEach((name, value) -> {
            if (name.startsWith("GIT_")) {
                environment.put(name, value);
            }
        });
        environment.put("GIT_OPTIONAL_LOCKS", "0");
        // A partial clone would otherwise ask its remote, by a command that the repository's configuration names.
        environment.put("GIT_NO_LAZY_FETCH", "1");
        // Versions of git that do not know that variable know this one: no protocol is allowed.
        environment.put("GIT_ALLOW_PROTOCOL", "none");
        environment.keySet().removeIf(name -> name.startsWith("DOTENV_PRIVATE_KEY"));
        return builder;
    }

    private static Optional<byte[]> run(Process process, byte[] input, List<Integer> accepted) throws IOException {
        Thread.ofVirtual().start(() -> endWhenLate(process));
        try {
            Thread feeder = feed(process.getOutputStream(), input);
            byte[] output = process.getInputStream().readAllBytes();
            feeder.join();
            return accepted.contains(process.waitFor()) ? Optional.of(output) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            process.destroy();
        }
    }

    /** Writes the input beside the reading, else both pipes could fill up and neither side go on. */
    private static Thread feed(OutputStream stream, byte[] input) {
        return Thread.ofVirtual().start(() -> {
            try (stream) {
                stream.write(input);
            } catch (IOException e) {
                // git ended early; its exit code says why.
                return;
            }
        });
    }

    /** Ends a git that takes too long or opens a pipe, for which it would wait without end, and with it the reading of its output. */
    private static void endWhenLate(Process process) {
        long latest = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        try {
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (System.nanoTime() > latest || opensPipe(process)) {
                    process.destroyForcibly();
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean opensPipe(Process process) {
        try {
            String waits = Files.readString(Path.of("/proc", Long.toString(process.pid()), "wchan"));
            return OPENS_A_PIPE.stream().anyMatch(waits::startsWith);
        } catch (IOException e) {
            // Another system than Linux, or a process that has just ended.
            return false;
        }
    }
}
