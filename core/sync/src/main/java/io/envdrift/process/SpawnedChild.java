package io.envdrift.process;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A child beside this process, which signals that end a process go to. */
final class SpawnedChild implements RunningChild {
    private static final int SECONDS_TO_END = 10;
    private static final String NO_SUCH_FILE = "2";
    // "error=2, No such file" in older JDKs, "error: 2 (No such file)" in newer ones.
    private static final Pattern FAILURE = Pattern.compile("error[=:] ?(\\d+)[, (]+([^)]*)");

    private final Process process;

    private SpawnedChild(Process process) {
        this.process = process;
    }

    static SpawnedChild start(List<String> command, ChildEnvironment environment, Path directory) {
        requireEncodable(environment);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).inheritIO();
        environment.applyTo(builder.environment());
        builder.environment().remove(SignalNames.IGNORED_VARIABLE);
        try {
            return new SpawnedChild(builder.start());
        } catch (IOException e) {
            Matcher failure = FAILURE.matcher(String.valueOf(e.getMessage()));
            boolean known = failure.find();
            if (known && failure.group(1).equals(NO_SUCH_FILE)) {
                throw ChildNotStartedException.notFound(command.getFirst());
            }
            throw ChildNotStartedException.notExecutable(
                    command.getFirst(), known ? failure.group(2).strip() : "unknown reason");
        }
    }

    /** Java writes a child's variables in the locale's encoding, and question marks for what that lacks. */
    private static void requireEncodable(ChildEnvironment environment) {
        String name =
                System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name());
        CharsetEncoder encoder = Charset.forName(name).newEncoder();
        environment.set().forEach((variable, value) -> {
            if (!encoder.canEncode(value)) {
                throw new EnvdriftException(
                        ErrorCode.CHILD_NOT_STARTED,
                        variable + " has characters that the encoding " + name + " of this locale lacks",
                        "set LC_ALL=C.UTF-8");
            }
        });
    }

    @Override
    public CompletableFuture<Integer> ended() {
        return process.onExit().thenApply(Process::exitValue);
    }

    int await() {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new EnvdriftException(ErrorCode.INTERRUPTED, "Interrupted");
        }
    }

    @Override
    public void signal(String name, int number) {
        try {
            new ProcessBuilder("kill", "-s", name, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            // No kill command: a plain end is the nearest thing.
            process.destroy();
        }
    }

    /** Returns what {@code kill} is given for the child. */
    String target() {
        return Long.toString(process.pid());
    }

    @Override
    public void stop() {
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
