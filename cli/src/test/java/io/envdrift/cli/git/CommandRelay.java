package io.envdrift.cli.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.envdrift.cli.EnvdriftCli;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.StandardOutput;
import io.envdrift.files.FileOperations;
import io.envdrift.pool.VaultProviders;
import io.envdrift.process.ChildStarter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A program {@code envdrift} for git to start, whose work is done in this process: the script only hands on its arguments,
 * variables, directory and streams. A start costs milliseconds where one of Java costs half a second.
 */
final class CommandRelay implements AutoCloseable {
    private static final String SCRIPT = """
        #!/bin/sh
        relay='%s'
        call=$(mktemp -d "$relay/call.XXXXXX") || exit 1
        mkfifo "$call/in" "$call/out" "$call/end" || exit 1
        for argument in "$@"; do printf '%%s\\0' "$argument"; done >"$call/arguments"
        env -0 >"$call/environment"
        pwd >"$call/directory"
        echo "/proc/$$/fd/2" >"$call/errors"
        exec 3<&0
        echo "$call" >"$relay/calls"
        cat <&3 >"$call/in" 2>"$call/broken" &
        feeder=$!
        cat "$call/out" || :
        read -r status <"$call/end"
        kill "$feeder" 2>"$call/broken"
        exit "$status"
        """;

    private final Path directory;
    private final Path calls;
    private final AtomicInteger count = new AtomicInteger();

    private CommandRelay(Path directory) {
        this.directory = directory;
        this.calls = directory.resolve("calls");
    }

    /** Puts the program into a directory, which is to be put on the PATH. */
    static CommandRelay in(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        CommandRelay relay = new CommandRelay(directory);
        new ProcessBuilder("mkfifo", relay.calls.toString()).start().waitFor();
        Path script = directory.resolve("envdrift");
        Files.writeString(script, SCRIPT.formatted(directory));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        Thread.ofPlatform().daemon().start(relay::serve);
        return relay;
    }

    /** Returns how often the program was started. */
    int starts() {
        return count.get();
    }

    private void serve() {
        try {
            while (true) {
                for (String call : Files.readAllLines(calls)) {
                    if (call.isEmpty()) {
                        return;
                    }
                    count.incrementAndGet();
                    Thread.ofPlatform().daemon().start(() -> answer(Path.of(call)));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(Path call) {
        try (InputStream in = Files.newInputStream(call.resolve("in"));
                OutputStream out = Files.newOutputStream(call.resolve("out"));
                // Directly, so that what is said is there when git ends this program.
                OutputStream err = Files.newOutputStream(
                        Path.of(Files.readString(call.resolve("errors")).strip()), StandardOpenOption.APPEND)) {
            int status = run(call, in, out, err);
            out.close();
            err.close();
            Files.writeString(call.resolve("end"), status + "\n", StandardOpenOption.WRITE);
        } catch (IOException e) {
            // The other side was killed.
            return;
        }
    }

    private static int run(Path call, InputStream in, OutputStream out, OutputStream err) throws IOException {
        Map<String, String> environment = new HashMap<>();
        for (String line : Files.readString(call.resolve("environment")).split("\0")) {
            int equals = line.indexOf('=');
            environment.put(line.substring(0, equals), line.substring(equals + 1));
        }
        String text = Files.readString(call.resolve("arguments"));
        String[] arguments = text.isEmpty() ? new String[0] : text.split("\0", -1);
        List<String> given = List.of(arguments).subList(0, Math.max(0, arguments.length - 1));
        Path directory = Path.of(Files.readString(call.resolve("directory")).stripTrailing());
        Host host = new Host(
                environment,
                directory,
                Path.of(environment.getOrDefault("HOME", "/nowhere")),
                in,
                new StandardOutput(out),
                new PrintStream(err, true, UTF_8),
                Optional.empty(),
                () -> false,
                FileOperations.system(),
                Clock.systemUTC(),
                VaultProviders::onClassPath);
        return new EnvdriftCli(host, ChildStarter.beside()).run(given.toArray(String[]::new));
    }

    @Override
    public void close() {
        try {
            Files.writeString(calls, "\n", StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the directory that is to be put on the PATH. */
    Path directory() {
        return directory;
    }
}
