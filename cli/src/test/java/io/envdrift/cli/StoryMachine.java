package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Somebody's machine in a story: a directory with variables of its own, where one command's lines are run. */
public final class StoryMachine {
    private final String command;
    private final Path directory;
    private final Printed printed;
    private final Map<String, String> variables = new TreeMap<>();

    /** What all machines of a story have printed, and the secrets that must not be in it. */
    public record Printed(StringBuilder text, List<String> secrets) {}

    /** Makes the directory. */
    public StoryMachine(String command, Path directory, Printed printed) throws IOException {
        this.command = command;
        this.directory = Files.createDirectories(directory);
        this.printed = printed;
    }

    public StoryMachine env(String name, String value) {
        variables.put(name, value);
        return this;
    }

    public String env(String name) {
        return variables.getOrDefault(name, "");
    }

    public StoryMachine unset(String name) {
        variables.remove(name);
        return this;
    }

    /** Returns a run of another command line with the same variables. */
    public CliRun other() {
        CliRun cli = new CliRun(directory);
        variables.forEach(cli::env);
        return cli;
    }

    public Path path(String name) {
        return directory.resolve(name);
    }

    public void write(String name, String text) throws IOException {
        Files.writeString(path(name), text);
    }

    public String read(String name) throws IOException {
        return Files.readString(path(name));
    }

    public CliRun.Result input(String input, String line) {
        CliRun.Result result = unheard(input, line);
        printed.text().append(result.all());
        return result;
    }

    public CliRun.Result run(String line) {
        return input("", line);
    }

    public String ok(String line) {
        CliRun.Result result = run(line);
        assertThat(result.exit()).as("%s: %s", line, result.all()).isZero();
        return result.out();
    }

    public String fails(String line) {
        CliRun.Result result = run(line);
        assertThat(result.exit()).as("%s: %s", line, result.all()).isEqualTo(1);
        return result.err();
    }

    /** Runs what prints values because it was asked for them. */
    public CliRun.Result quiet(String line, String... input) {
        CliRun.Result result = unheard(String.join("", input), line);
        assertThat(result.exit()).as("%s: %s", line, result.err()).isZero();
        printed.text().append(result.err());
        return result;
    }

    /** Runs what prints a secret once: alone on standard output. */
    public String once(String line, String... input) {
        String secret = quiet(line, input).out().strip();
        assertThat(secret).hasSizeGreaterThan(30).doesNotContain(" ", "\n");
        printed.secrets().add(secret);
        return secret;
    }

    private CliRun.Result unheard(String input, String line) {
        return other().input(input)
                .run(Stream.concat(Stream.of(command), Stream.of(line.split(" ")))
                        .toArray(String[]::new));
    }
}
