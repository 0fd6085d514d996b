package io.envdrift.cli.vaultenv;

import io.envdrift.cli.CliRun;
import io.envdrift.server.BlobServer;
import io.envdrift.server.ServerSettings;
import io.envdrift.server.store.StorageSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A real server on a free loopback port, and machines with a home and a project directory of their own. */
final class Scene implements AutoCloseable {
    private final Path directory;
    private final BlobServer server;
    private final List<CliRun.Result> results = new ArrayList<>();

    Scene(Path directory) {
        this.directory = directory;
        this.server = BlobServer.start(
                ServerSettings.loopback(StorageSettings.sqlite(directory.resolve("data")))
                        .build(),
                InstantSource.system());
    }

    URI address() {
        return server.address();
    }

    /** Returns everything that any machine printed so far. */
    String printed() {
        StringBuilder all = new StringBuilder();
        results.forEach(result -> all.append(result.all()));
        return all.toString();
    }

    Machine machine(String name) throws IOException {
        return new Machine(Files.createDirectories(directory.resolve(name)));
    }

    @Override
    public void close() {
        server.close();
    }

    /** A machine: its directory is the project's, with a home inside. */
    final class Machine {
        final Path directory;
        private final Map<String, String> variables = new TreeMap<>(Map.of("HOSTNAME", "laptop"));

        private Machine(Path directory) {
            this.directory = directory;
            variables.put("VAULT_URL", address().toString());
        }

        Machine env(String name, String value) {
            variables.put(name, value);
            return this;
        }

        Machine unset(String name) {
            variables.remove(name);
            return this;
        }

        Path file(String name) {
            return directory.resolve(name);
        }

        void write(String name, String content) throws IOException {
            Files.writeString(file(name), content);
        }

        String read(String name) throws IOException {
            return Files.readString(file(name));
        }

        /** Returns the value of VAULT_KEY in .env. */
        String key() throws IOException {
            return read(".env")
                    .lines()
                    .filter(line -> line.startsWith("VAULT_KEY="))
                    .map(line -> line.substring("VAULT_KEY=".length()))
                    .findFirst()
                    .orElseThrow();
        }

        Path deviceSecret() throws IOException {
            return file("home/.vault/" + key().split("_")[1] + ".key");
        }

        /** Runs {@code vault-env} with a line of arguments that are separated by spaces, or quoted. */
        CliRun.Result run(String line) {
            return run(line, new CliRun(directory));
        }

        CliRun.Result input(String text, String line) {
            return run(line, new CliRun(directory).input(text));
        }

        CliRun.Result answering(String answer, String line) {
            return run(line, new CliRun(directory).answering(answer));
        }

        /** Runs {@code envdrift} with a line of arguments. */
        CliRun.Result envdrift(String line) {
            return executed(line, new CliRun(directory));
        }

        private CliRun.Result run(String line, CliRun cli) {
            return executed("vault-env " + line, cli);
        }

        private CliRun.Result executed(String line, CliRun cli) {
            variables.forEach(cli::env);
            CliRun.Result result = cli.run(Words.of(line));
            results.add(result);
            return result;
        }
    }
}
