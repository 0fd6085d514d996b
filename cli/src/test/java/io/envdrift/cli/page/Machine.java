package io.envdrift.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.cli.CliRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A machine with a directory and a home of its own, at which somebody types our commands. */
final class Machine {
    private final Path place;
    private final Map<String, String> variables = new TreeMap<>();

    Machine(Path place) throws IOException {
        this.place = Files.createDirectories(place);
    }

    Machine env(String name, String value) {
        variables.put(name, value);
        return this;
    }

    Path path(String name) {
        return place.resolve(name);
    }

    void write(String name, String text) throws IOException {
        Files.writeString(path(name), text);
    }

    String read(String name) throws IOException {
        return Files.readString(path(name));
    }

    CliRun.Result run(String... line) {
        CliRun cli = new CliRun(place);
        variables.forEach(cli::env);
        return cli.run(line);
    }

    String ok(String... line) {
        CliRun.Result result = run(line);
        assertThat(result.exit())
                .as("%s: %s", String.join(" ", line), result.all())
                .isZero();
        return result.out();
    }

    /** Returns the project key of a vault-env project. */
    String key() throws IOException {
        return read(".env")
                .lines()
                .filter(line -> line.startsWith("VAULT_KEY="))
                .map(line -> line.substring("VAULT_KEY=".length()))
                .findFirst()
                .orElseThrow();
    }
}
