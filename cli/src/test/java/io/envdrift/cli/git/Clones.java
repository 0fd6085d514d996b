package io.envdrift.cli.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Real clones of a project with two encrypted files and a vault, without the configuration of whoever runs the tests. */
final class Clones {
    /** What must never be found in a repository. */
    static final String CANARY = "canary";

    static final String API = "api/.env.production";
    static final String ROOT = ".env.production";

    private static final String CONFIG = """
        [vault]
        provider = "local"

        [vault.local]
        path = "%1$s/vault.json"
        key_file = "%1$s/vault.key"

        [[vault.sync.mappings]]
        secret_name = "api-key"
        folder_path = "api"
        environment = "production"

        [[vault.sync.mappings]]
        secret_name = "root-key"
        folder_path = "."
        environment = "production"
        """;

    private final Path directory;
    private final String path;
    private final Map<String, String> environment = new HashMap<>();

    /** What a command did. */
    record Result(int exit, String out, String err) {
        String all() {
            return out + err;
        }
    }

    Clones(Path directory, String path) {
        this.directory = directory;
        this.path = path;
        environment.put("HOME", directory.toString());
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_CONFIG_GLOBAL", directory.resolve("gitconfig").toString());
        environment.put("PATH", path);
        environment.put("LC_ALL", "C");
    }

    Clones env(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Makes the project, encrypted and with its keys in the vault, and a bare repository of it. */
    void createProject() throws IOException {
        Files.writeString(directory.resolve("gitconfig"), """
            [user]
            name = test
            email = test@localhost
            [init]
            defaultBranch = main
            [advice]
            detachedHead = false
            [protocol "file"]
            allow = always
            """);
        Path seed = directory.resolve("seed");
        Files.createDirectories(seed.resolve("api"));
        Files.writeString(seed.resolve(API), """
            # production
            DB_PASSWORD="canary one"
            API_KEY=canary-two # the provider's
            PORT=8080
            EMPTY=
            LAST='canary $last'
            """);
        Files.writeString(seed.resolve(ROOT), "TOKEN=canary-three\\nOTHER=canary-four\\n".replace("\\n", "\n"));
        Path shared = Files.createDirectories(seed.resolve("shared"));
        Files.writeString(seed.resolve("envdrift.toml"), CONFIG.formatted("shared"));
        Files.write(shared.resolve("vault.key"), "0123456789abcdef0123456789abcdef".getBytes(UTF_8));
        Files.setPosixFilePermissions(shared.resolve("vault.key"), PosixFilePermissions.fromString("rw-------"));
        Files.writeString(seed.resolve(".gitignore"), ".env.keys*\nvault.key\n");
        must(seed, "git", "init", "-q");
        must(seed, "envdrift", "lock", "--force");
        must(seed, "envdrift", "vault-push", "--all");
        must(seed, "git", "add", "-A");
        must(seed, "git", "commit", "-qm", "start");
        must(directory, "git", "clone", "-q", "--bare", "seed", "origin.git");
    }

    /** Clones the project, with its sealed vault; the vault's key comes by other means. */
    Path clone(String name, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("git", "clone", "-q"));
        command.addAll(List.of(options));
        command.addAll(List.of("file://" + directory.resolve("origin.git"), name));
        must(directory, command.toArray(String[]::new));
        Path clone = directory.resolve(name);
        Path vault = Files.createDirectories(clone.resolve("shared"));
        Files.copy(directory.resolve("seed/shared/vault.key"), vault.resolve("vault.key"));
        return clone;
    }

    /** Clones, installs and pulls: what a colleague does on the first day. */
    Path installed(String name, String... options) throws IOException {
        Path clone = clone(name, options);
        must(clone, "envdrift", "git", "install");
        must(clone, "envdrift", "pull");
        return clone;
    }

    String must(Path where, String... command) {
        Result result = run(where, command);
        assertThat(result.exit())
                .as("%s%n%s%n%s", String.join(" ", command), result.out(), result.err())
                .isZero();
        return result.out();
    }

    /** Runs a git command, which must succeed; the words are separated by blanks. */
    String git(Path where, String line) {
        return must(where, ("git " + line).split(" "));
    }

    Result run(Path where, String... command) {
        try {
            Path out = Files.createTempFile(directory, "out", "");
            Path err = Files.createTempFile(directory, "err", "");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(where.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
                    .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()));
            if (command[0].equals("envdrift")) {
                builder.command().set(0, path.substring(0, path.indexOf(':')) + "/envdrift");
            }
            builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            int exit = process.waitFor();
            Result result = new Result(exit, Files.readString(out, ISO_8859_1), Files.readString(err, ISO_8859_1));
            Files.delete(out);
            Files.delete(err);
            return result;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Replaces a text that a file has once: a short number alone may also stand in the file's public key. */
    static void edit(Path file, String before, String after) throws IOException {
        String text = Files.readString(file);
        assertThat(text).containsOnlyOnce(before);
        Files.writeString(file, text.replace(before, after));
    }

    /** Makes sure that git sees no change, and that neither a plaintext nor a wrong ciphertext is anywhere in it. */
    void requireClean(Path clone) throws IOException {
        String status = git(clone, "status --porcelain");
        assertThat(status)
                .as(() -> run(clone, "git", "diff").all() + git(clone, "ls-files -s -v --debug"))
                .isEmpty();
        requireNoCanary(clone);
        if (Boolean.getBoolean("envdrift.filter.dotenvx")) {
            requireReadable(clone);
        }
    }

    /** Makes sure that dotenvx, where it is installed, reads what is committed, with the keys that are at hand. */
    void requireReadable(Path clone) throws IOException {
        Optional<Path> dotenvx = CommittedFile.dotenvx();
        for (String file : List.of(API, ROOT)) {
            Path here = clone.resolve(file);
            if (dotenvx.isPresent()
                    && Files.exists(here)
                    && !Files.readString(here, ISO_8859_1).contains("encrypted:")
                    && Files.exists(here.resolveSibling(".env.keys"))) {
                CommittedFile.requireReadable(this, dotenvx.get(), clone, file);
            }
        }
    }

    /** Makes sure that no object and no other file of git holds a plaintext. */
    void requireNoCanary(Path clone) throws IOException {
        String objects = must(clone, "git", "cat-file", "--batch", "--batch-all-objects", "--unordered");
        assertThat(objects).as("objects").isNotEmpty().doesNotContain(CANARY);
        Path git = Path.of(
                git(clone, "rev-parse --path-format=absolute --git-common-dir").strip());
        try (Stream<Path> files = Files.walk(git)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(CANARY);
            }
        }
    }

    /** Returns how many lines a commit added to and removed from the encrypted files. */
    String changedLines(Path clone, String commit) {
        String stat = git(clone, "show --no-textconv --numstat --format= " + commit);
        return Pattern.compile("\\s+").matcher(stat.strip()).replaceAll(" ");
    }
}
