package io.envdrift.cli;

import io.envdrift.base.Secret;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.StandardOutput;
import io.envdrift.files.FileOperations;
import io.envdrift.pool.VaultProviders;
import io.envdrift.process.ChildStarter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Runs command lines in this process, in a directory, with an environment and answers of its own. */
public final class CliRun {
    private final Path directory;
    private final Map<String, String> environment = new TreeMap<>();
    private final Deque<String> answers = new ArrayDeque<>();
    private boolean terminal;
    private Optional<OutputStream> standardOutput = Optional.empty();
    private byte[] input = {};
    private ChildStarter children = ChildStarter.beside();
    private FileOperations operations = FileOperations.system();
    private Supplier<VaultProviders> providers = VaultProviders::onClassPath;

    /** What a command line did. */
    public record Result(int exit, String out, String err) {
        /** Returns everything that was printed. */
        public String all() {
            return out + err;
        }
    }

    public CliRun(Path directory) {
        this.directory = directory;
    }

    public CliRun env(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Starts children with this instead of as real processes. */
    public CliRun children(ChildStarter replacement) {
        children = replacement;
        return this;
    }

    /** Gives this text on standard input. */
    public CliRun input(String text) {
        input = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    public CliRun operations(FileOperations replacement) {
        operations = replacement;
        return this;
    }

    /** Uses these vaults instead of those on the class path. */
    public CliRun providers(VaultProviders replacement) {
        providers = () -> replacement;
        return this;
    }

    /** Puts a user at a terminal, who answers in this order and then no more. */
    public CliRun answering(String... lines) {
        terminal = true;
        answers.addAll(List.of(lines));
        return this;
    }

    /** Sends standard output elsewhere; the result's is empty then. */
    public CliRun standardOutput(OutputStream stream) {
        standardOutput = Optional.of(stream);
        return this;
    }

    public Result run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Host host = new Host(
                environment,
                directory,
                directory.resolve("home"),
                new ByteArrayInputStream(input),
                new StandardOutput(standardOutput.orElse(out)),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal ? Optional.of(new Answers()) : Optional.empty(),
                () -> terminal,
                operations,
                Clock.fixed(Instant.parse("2026-11-21T07:08:09.123456Z"), ZoneOffset.UTC),
                providers);
        int exit = new EnvdriftCli(host, children).run(arguments);
        return new Result(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private final class Answers implements Host.Terminal {
        @Override
        public Optional<String> ask(String question) {
            return Optional.ofNullable(answers.poll());
        }

        @Override
        public Optional<Secret> askSecret(String question) {
            return Optional.ofNullable(answers.poll()).map(Secret::of);
        }
    }
}
