package io.envdrift.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The command lines that the command line's cache is trained with. Their classes start fast; all others just work. */
final class CommandLines {
    private static final String FILE = "services/app/.env.production";

    private final List<String> words = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private final Path project;

    /** @param server where the blob store listens */
    CommandLines(Path project, String server) {
        this.project = project;
        add("--help");
        add("version");
        add("sync", "--help");
        add("sync", "--no-such-option");
        add("sync", "--ci");
        add("sync", "--ci", "--verify");
        add("sync", "--ci", "--check-decryption");
        add("sync", "--ci", "--format", "json");
        add("sync", "--ci", "--format", "github");
        add("status");
        add("get", "DATABASE_URL", "-f", FILE);
        add("decrypt", FILE, "--verify-vault", "-p", "local", "--secret", "app-key", "--ci");
        add("pull");
        // Fails at its second training, since the project has a key by then; that path is wanted too.
        add("vault-env", "init", "--name", "training", "--url", server);
        add("vault-env", "push", "--env", "production", "--file", FILE, "--url", server);
        add("vault-env", "pull", "--env", "production", "--url", server);
        add("vault-env", "versions", "--env", "production", "--url", server);
        add("vault-env", "--help");
        add("lock", "--check");
        add("lock", "--force");
        add("decrypt", FILE);
        add("encrypt", FILE);
        add("run", "-f", FILE, "--", "/no/such/program");
    }

    /** Adds a cloud, as {@code io.envdrift.bench.Clouds} describes it. */
    void addCloud(String description) throws IOException {
        String[] fields = description.split("\t");
        String provider = fields[0];
        Path directory = project.resolveSibling(provider);
        StringBuilder config =
                new StringBuilder("[vault]\nprovider = \"" + provider + "\"\n[vault." + provider + "]\n");
        for (String field : List.of(fields).subList(1, fields.length)) {
            String[] pair = field.substring(field.indexOf(':') + 1).split("=", 2);
            if (field.startsWith("set:")) {
                config.append(pair[0]).append(" = \"").append(pair[1]).append("\"\n");
            } else if (field.startsWith("env:")) {
                environment.put(pair[0], pair[1]);
            } else {
                environment.put("SSL_CERT_FILE", pair[1]);
            }
        }
        config.append("[[vault.sync.mappings]]\nsecret_name = \"app-key\"\nfolder_path = \"app\"\n");
        Path app = Files.createDirectories(directory.resolve("app"));
        Files.copy(project.resolve(FILE), app.resolve(".env.production"));
        String toml =
                Files.writeString(directory.resolve("envdrift.toml"), config).toString();
        add("sync", "--ci", "-c", toml);
        add("sync", "--ci", "--verify", "-c", toml);
        add("pull", "--force", "-c", toml);
    }

    /** Returns all of them for {@code io.envdrift.cli.TrainingRun}. */
    List<String> separated() {
        return words.subList(0, words.size() - 1);
    }

    Map<String, String> environment(Path home) {
        environment.put("ENVDRIFT_LOCAL_PASSPHRASE", "quickstart");
        environment.put("ENVDRIFT_TRUSTED_HOSTS", "localhost,127.0.0.1");
        environment.put("HOME", home.toString());
        return environment;
    }

    private void add(String... line) {
        words.addAll(List.of(line));
        words.add("::");
    }
}
