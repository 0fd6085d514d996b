package io.envdrift.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The command lines that a cache of the command line is trained with. Their classes start fast; all others just work. A
 * linked cache loads all its classes at every start, so each cloud has one of its own.
 */
final class CommandLines {
    private static final String FILE = "services/app/.env.production";
    private static final String KEYS = "services/app/.env.keys";

    /** A configuration with more secrets: what reads and writes several at once has classes of its own, as AWS's batches do. */
    private static final String SEVERAL = "several.toml";

    /** How many it has beside the one of the first configuration. */
    static final int MORE_SECRETS = 2;

    private final List<String> words = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();

    private static final String LEVEL = "level.env";
    /** Gets a key of its own, and its public key in a header. */
    private static final String NEW = "new.env";

    private final Path directory;

    private CommandLines(Path directory) {
        this.directory = directory;
    }

    /**
     * Returns those that read the local vault: they leave the files of the project decrypted, and its keys beside them.
     *
     * @param project a copy of the quick start, where they run
     * @param repository whether it is a git repository of its own; elsewhere the filter would go into the one around it
     */
    static CommandLines local(Path project, boolean repository) {
        CommandLines lines = new CommandLines(project);
        lines.add("sync", "--ci");
        lines.add("sync", "--ci", "--verify");
        lines.add("sync", "--ci", "--check-decryption");
        lines.add("sync", "--ci", "--format", "json");
        lines.add("sync", "--ci", "--format", "github");
        lines.add("status");
        lines.add("decrypt", FILE, "--verify-vault", "-p", "local", "--secret", "app-key", "--ci");
        lines.add("pull");
        if (repository) {
            lines.add("git", "install", "--program", "/bin/sh");
            lines.add("pull");
        }
        return lines;
    }

    /**
     * Returns those that read files and keys only, for the cache that most starts use.
     *
     * @param project another copy of the quick start, where they run
     * @param repository as for {@link #local}
     * @param synced where {@link #local} was run
     */
    static CommandLines files(Path project, boolean repository, Path synced) throws IOException {
        CommandLines lines = new CommandLines(project);
        // A checkout where somebody followed the README has one in its example, which was copied too.
        Files.copy(synced.resolve(KEYS), project.resolve(KEYS), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(project.resolve(NEW), "HOST=localhost\nURL=\"https://${HOST}/\"\n");
        lines.add("--help");
        lines.add("version");
        lines.add("sync", "--help");
        lines.add("sync", "--no-such-option");
        lines.add("__complete", "--", "s");
        lines.add("__complete", "--", "sync", "--profile", "");
        lines.add("__complete", "--", "sync", "--provider", "");
        lines.add("__complete", "--", "get", "-f", FILE, "");
        lines.add("__complete", "--", "vault-pull", "");
        lines.add("__complete", "--", "vault-push", "--env", "");
        lines.add("decrypt", FILE);
        lines.add("lock", "--check");
        lines.add("lock", "--force");
        lines.add("get", "DATABASE_URL", "-f", FILE);
        lines.add("decrypt", FILE);
        lines.add("encrypt", FILE);
        lines.add("encrypt", NEW);
        lines.add("get", "URL", "-f", NEW);
        lines.add("set", "PORT", "8080", "-f", NEW);
        lines.add("decrypt", NEW);
        lines.add("run", "-f", FILE, "--", "/no/such/program");
        if (repository) {
            lines.add("git", "install", "--program", "/bin/sh");
            lines.add("git", "filter-process", FILE);
            lines.add("git", "textconv", FILE);
            lines.add("git", "merge-file", FILE, FILE, FILE, "7", FILE);
            lines.add("git", "status");
        }
        return lines;
    }

    /**
     * Returns those of the three stores.
     *
     * @param server where the stores listen
     * @param token of an organization of levels there
     * @param project where {@link #local} was run
     */
    static CommandLines stores(String server, String token, Path project) throws IOException {
        CommandLines lines = new CommandLines(project);
        Files.writeString(project.resolve(LEVEL), "HOST=localhost\nURL=https://${HOST}/\n");
        lines.environment.put("DOTENV_API_URL", server);
        lines.environment.put("DOTENV_API_KEY", token);
        lines.environment.put(
                "DOTENV_CLIENT_KEY_FILE", project.resolve("level-key").toString());
        lines.add("vault-env", "init", "--name", "training", "--url", server);
        lines.add("vault-env", "push", "--env", "production", "--file", FILE, "--url", server);
        lines.add("vault-env", "pull", "--env", "production", "--url", server);
        lines.add("vault-env", "pull", "--env", "production", "--url", server, "--output", "-");
        lines.add("vault-env", "--help");
        lines.add("envsync", "--help");
        lines.add("levels", "--help");
        lines.add("levels", "project", "create", "acme", "--generate-key", "level-key");
        lines.add("levels", "push", "acme", LEVEL, "--force");
        lines.add("levels", "pull", "acme");
        lines.add("levels", "pull", "acme", "--resolve", "--format", "json");
        lines.add("levels", "get", "acme", "HOST");
        lines.add("levels", "run", "acme", "--", "/no/such/program");
        lines.add("levels", "pull", "nowhere");
        return lines;
    }

    /** Returns the name of the cloud in a line of {@code io.envdrift.bench.Clouds}. */
    static String provider(String description) {
        return description.split("\t", 2)[0];
    }

    /**
     * Returns those that read from a cloud.
     *
     * @param description a line of {@code io.envdrift.bench.Clouds}
     * @param project beside which the cloud's own is made
     */
    static CommandLines cloud(String description, Path project) throws IOException {
        String provider = provider(description);
        Path directory = project.resolveSibling(provider);
        CommandLines lines = new CommandLines(directory);
        StringBuilder config =
                new StringBuilder("[vault]\nprovider = \"" + provider + "\"\n[vault." + provider + "]\n");
        String[] fields = description.split("\t");
        for (String field : List.of(fields).subList(1, fields.length)) {
            String[] pair = field.substring(field.indexOf(':') + 1).split("=", 2);
            if (field.startsWith("set:")) {
                config.append(pair[0]).append(" = \"").append(pair[1]).append("\"\n");
            } else if (field.startsWith("env:")) {
                lines.environment.put(pair[0], pair[1]);
            } else {
                lines.environment.put("SSL_CERT_FILE", pair[1]);
            }
        }
        String file = addMapping(config, "app-key", directory);
        Files.writeString(directory.resolve("envdrift.toml"), config);
        for (int i = 0; i < MORE_SECRETS; i++) {
            addMapping(config, "key-" + i, directory);
        }
        Files.writeString(directory.resolve(SEVERAL), config);
        lines.add("sync", "--ci");
        lines.add("sync", "--ci", "--config", SEVERAL);
        lines.add("sync", "--ci", "--verify");
        // With the cloud's key, which opens no file of the quick start.
        lines.add("encrypt", file);
        lines.add("pull", "--force");
        return lines;
    }

    /** Returns the name of its env file, which is plaintext. */
    private static String addMapping(StringBuilder config, String secret, Path directory) throws IOException {
        config.append("[[vault.sync.mappings]]\nsecret_name = \"" + secret + "\"\nfolder_path = \"" + secret + "\"\n");
        Path file = Files.createDirectories(directory.resolve(secret)).resolve(".env.production");
        Files.writeString(file, "HOST=localhost\nURL=\"https://localhost/\"\n");
        return secret + "/" + file.getFileName();
    }

    /** Returns all of them for {@code io.envdrift.cli.TrainingRun}. */
    List<String> separated() {
        return words.subList(0, words.size() - 1);
    }

    /** Returns where they run. */
    Path directory() {
        return directory;
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
