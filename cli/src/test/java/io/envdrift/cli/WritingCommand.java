package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.RawValue;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.KeyNames;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.KeysFile;
import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.files.FileOperations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every command that writes, with a project for it, and what must hold whatever happens to it half-way. */
enum WritingCommand {
    SYNC_CREATES("sync", "--ci") {
        @Override
        void prepare(SampleProject project) {
            project.service("app", SampleProject.KEY, PLAINTEXT);
        }
    },
    SYNC_UPDATES("sync", "--force") {
        @Override
        void prepare(SampleProject project) throws IOException {
            project.service("app", SampleProject.KEY, PLAINTEXT);
            keysFile(project, "app/.env.keys", SampleProject.OTHER);
        }
    },
    PULL("pull", "--profile", "local") {
        @Override
        void prepare(SampleProject project) {
            project.service("app", SampleProject.KEY, PLAINTEXT);
            project.encrypted("app/.env.local", SampleProject.KEY, PLAINTEXT)
                    .secret("local-key", SampleProject.hex(SampleProject.KEY))
                    .write("envdrift.toml", project.read("envdrift.toml") + """

                        [[vault.sync.mappings]]
                        secret_name = "local-key"
                        folder_path = "app"
                        profile = "local"
                        activate_to = ".env"
                        """);
        }
    },
    LOCK("lock") {
        @Override
        void prepare(SampleProject project) throws IOException {
            project.service("app", SampleProject.KEY, PLAINTEXT);
            keysFile(project, "app/.env.keys", SampleProject.KEY);
            project.write("app/.env.production", PLAINTEXT);
        }
    },
    ENCRYPT("encrypt", "app/.env.production") {
        @Override
        void prepare(SampleProject project) {
            project.write("app/.env.production", PLAINTEXT);
            project.root.resolve(".git").toFile().mkdirs();
        }
    },
    DECRYPT("decrypt", "app/.env.production") {
        @Override
        void prepare(SampleProject project) throws IOException {
            project.encrypted("app/.env.production", SampleProject.KEY, PLAINTEXT);
            keysFile(project, "app/.env.keys", SampleProject.KEY);
        }
    },
    VAULT_PULL("vault-pull", "app", "app-key", "--env", "production") {
        @Override
        void prepare(SampleProject project) {
            project.service("app", SampleProject.KEY, PLAINTEXT);
        }
    },
    VAULT_PUSH("vault-push", "app", "app-key", "--env", "production") {
        @Override
        void prepare(SampleProject project) throws IOException {
            project.service("app", SampleProject.KEY, PLAINTEXT);
            keysFile(project, "app/.env.keys", SampleProject.KEY);
        }
    },
    INIT("init", "--local-vault") {
        @Override
        void prepare(SampleProject project) {
            project.write("app/.env.production", PLAINTEXT);
            project.root.resolve("team.vault").toFile().delete();
            project.root.resolve("team.key").toFile().delete();
        }
    },
    TRUST("trust", "vault.example.com") {
        @Override
        void prepare(SampleProject project) {}
    };

    static final String PLAINTEXT = "A=one\nB=\"two words\" # why\nC='it is'\n";

    private final String[] arguments;

    WritingCommand(String... arguments) {
        this.arguments = arguments;
    }

    abstract void prepare(SampleProject project) throws IOException;

    CliRun.Result run(Path root, FileOperations operations) {
        return new CliRun(root).operations(operations).run(arguments);
    }

    private static void keysFile(SampleProject project, String name, PrivateKey key) throws IOException {
        project.write(name, SampleProject.KEY_NAME + "=" + SampleProject.hex(key) + "\n");
        Files.setPosixFilePermissions(project.root.resolve(name), PosixFilePermissions.fromString("rw-------"));
    }

    /** Nothing is torn, nothing is lost, and nothing that is secret can be read by others. */
    static void assertSound(Path root) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(root)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        KeyRing keys = KeyRing.of(SampleProject.KEY, SampleProject.OTHER);
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.startsWith(".env.keys") && !name.endsWith(".lock")) {
                assertOwnerOnly(file);
                keys = keys.plus(KeysFile.of(EnvDocument.decode(Files.readAllBytes(file)))
                        .ring());
            }
            if (name.equals(".env.keys")) {
                assertWholeKeys(file);
            }
        }
        for (Path file : files) {
            if (List.of(".env.production", ".env.local", ".env")
                    .contains(file.getFileName().toString())) {
                assertWholeEnvFile(file, keys);
            }
            if (file.getFileName().toString().equals("team.vault")) {
                assertThat(Files.readString(file)).startsWith("envdrift-vault 1\n");
            }
        }
    }

    private static void assertWholeKeys(Path file) throws IOException {
        List<KeysFile.Entry> entries =
                KeysFile.of(EnvDocument.decode(Files.readAllBytes(file))).entries();
        assertThat(entries).as(file.toString()).isNotEmpty();
        assertThat(entries)
                .allSatisfy(entry -> assertThat(entry.list().keys())
                        .hasSameSizeAs(entry.list().tokens()));
    }

    private static void assertWholeEnvFile(Path file, KeyRing keys) throws IOException {
        EnvDocument document = EnvDocument.decode(Files.readAllBytes(file));
        String values = new EnvFileCipher(new SecureRandom())
                .read(document, keys).orThrow().stream()
                        .filter(value -> !KeyNames.isPublic(value.name()))
                        .map(WritingCommand::line)
                        .collect(Collectors.joining("\n"));
        assertThat(values).as(file.toString()).isEqualTo("A=one\nB=two words\nC=it is");
        assertThat(EncryptionState.of(document).kind()).isNotEqualTo(EncryptionState.Kind.MIXED);
    }

    private static String line(RawValue value) {
        return value.name() + "=" + value.value();
    }

    private static void assertOwnerOnly(Path file) throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .as(file.toString())
                .isEqualTo("rw-------");
    }

    /** Returns the temporary files and locks in a tree. */
    static List<Path> leftovers(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(file ->
                            file.toString().endsWith(".tmp") || file.toString().endsWith(".lock"))
                    .toList();
        }
    }
}
