package io.envdrift.cli;

import io.envdrift.base.Secret;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenvx.Encryption;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileOperations;
import io.envdrift.provider.local.LocalKey;
import io.envdrift.provider.local.LocalVault;
import io.envdrift.vault.SecretNotFoundException;
import io.envdrift.vault.WriteCondition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;

/** A project directory with a local vault that a key file opens. */
public final class SampleProject {
    public static final PrivateKey KEY = PrivateKey.parse("1".repeat(64));
    public static final PrivateKey OTHER = PrivateKey.parse("2".repeat(64));
    public static final String KEY_NAME = "DOTENV_PRIVATE_KEY_PRODUCTION";

    private static final String HEAD = """
        [vault]
        provider = "local"

        [vault.local]
        path = "team.vault"
        key_file = "team.key"
        """;

    public final Path root;
    private final LocalVault vault;

    public SampleProject(Path root) {
        this.root = root;
        root.toFile().mkdirs();
        AtomicFile files = new AtomicFile(FileOperations.system());
        vault = LocalVault.create(
                root.resolve("team.vault"), LocalKey.createFile(root.resolve("team.key"), files), files);
    }

    public static String hex(PrivateKey key) {
        return key.secret().reveal();
    }

    /** Returns the key of one digit, sixty-four times. */
    public static PrivateKey key(String digit) {
        return PrivateKey.parse(digit.repeat(64));
    }

    /** Returns what the vault holds now. */
    public Optional<String> value(String name) {
        try {
            return Optional.of(vault.get(name).value().reveal());
        } catch (SecretNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Puts a secret into the vault. */
    public SampleProject secret(String name, String value) {
        vault.put(name, Secret.of(value), WriteCondition.always());
        return this;
    }

    /** Writes the configuration: the vault's tables and these lines. */
    public SampleProject config(String lines) {
        write("envdrift.toml", HEAD + lines);
        return this;
    }

    /** Adds a service with an encrypted file, its secret, and its mapping. */
    public SampleProject service(String folder, PrivateKey key, String plaintext) {
        encrypted(folder + "/.env.production", key, plaintext);
        secret(folder + "-key", hex(key));
        String before = Files.exists(root.resolve("envdrift.toml")) ? read("envdrift.toml") : HEAD;
        write("envdrift.toml", before + "\n" + mapping(folder));
        return this;
    }

    public static String mapping(String folder) {
        return """
            [[vault.sync.mappings]]
            secret_name = "%s-key"
            folder_path = "%s"
            """.formatted(folder, folder);
    }

    public SampleProject encrypted(String name, PrivateKey key, String plaintext) {
        String fileName = Path.of(name).getFileName().toString();
        EnvDocument sealed = new EnvFileCipher(new SecureRandom())
                .encrypt(EnvDocument.parse(plaintext), Encryption.of(key.publicKey(), fileName))
                .document();
        return write(name, sealed.text());
    }

    public SampleProject write(String name, String text) {
        try {
            Path file = root.resolve(name);
            Files.createDirectories(file.getParent());
            boolean made = !Files.exists(file);
            Files.writeString(file, text);
            if (made && Files.getFileStore(file).supportsFileAttributeView("posix")) {
                // Whatever the umask of who runs the tests is.
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String read(String name) {
        try {
            return Files.readString(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String mode(String name) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public CliRun cli() {
        return new CliRun(root);
    }
}
