package io.envdrift.workflow;

import io.envdrift.base.Deadline;
import io.envdrift.base.Progress;
import io.envdrift.config.ConfigLoader;
import io.envdrift.config.EnvdriftConfig;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenvx.Encryption;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.KeyNames;
import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileOperations;
import io.envdrift.pool.MemoryVault;
import io.envdrift.pool.SecretReference;
import io.envdrift.pool.VaultPool;
import io.envdrift.pool.VaultProviders;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A project directory with a vault in memory. */
public final class Workspace {
    public static final PrivateKey KEY = PrivateKey.parse("1".repeat(64));
    public static final PrivateKey OTHER = PrivateKey.parse("2".repeat(64));
    public static final String NAME = "DOTENV_PRIVATE_KEY_PRODUCTION";
    public static final SecureRandom RANDOM = new SecureRandom();

    public final Path root;
    private final String configName;
    public final MemoryVault vault = new MemoryVault();
    public FileOperations operations = FileOperations.system();

    public Workspace(Path root) {
        this(root, "envdrift.toml");
    }

    public Workspace(Path root, String configName) {
        this.root = root;
        this.configName = configName;
    }

    /** Writes a configuration of one mapping, {@code app-key} to {@code app}, with further lines. */
    public Workspace mapping(String... lines) {
        return config("""
            [[vault.sync.mappings]]
            secret_name = "app-key"
            folder_path = "app"
            """ + String.join("\n", lines));
    }

    public Workspace config(String mappings) {
        write(configName, "[vault]\nprovider = \"memory\"\n" + mappings);
        return this;
    }

    public Path write(String name, String text) {
        try {
            Path file = root.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
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

    /** Returns a mapping for {@link #config}, with further lines. */
    public static String mappingOf(String secret, String folder, String... lines) {
        return "[[vault.sync.mappings]]\nsecret_name = \"" + secret + "\"\nfolder_path = \"" + folder + "\"\n"
                + String.join("\n", lines) + "\n";
    }

    /** Writes an encrypted file. */
    public Path encrypted(String name, PrivateKey key, String plaintext) {
        return write(name, sealed(name, key, plaintext));
    }

    public static String sealed(String name, PrivateKey key, String plaintext) {
        String fileName = Path.of(name).getFileName().toString();
        return new EnvFileCipher(RANDOM)
                .encrypt(
                        EnvDocument.parse(plaintext),
                        Encryption.of(key.publicKey(), fileName).withNames(KeyNames.ofFile(fileName)))
                .document()
                .text();
    }

    public static String hex(PrivateKey key) {
        return key.secret().reveal();
    }

    public Project open() {
        EnvdriftConfig config =
                new ConfigLoader(VaultProviders.of(List.of(vault)), Optional.empty()).load(root.resolve(configName));
        AtomicFile files = new AtomicFile(operations);
        VaultContext context = new VaultContext(
                Map.of(),
                root,
                Deadline.in(Duration.ofSeconds(30)),
                (endpoint, origin, own) -> {},
                Optional.empty(),
                Optional::empty,
                files,
                4);
        return new Project(
                config,
                new Ports(
                        files,
                        Clock.fixed(Instant.parse("2026-11-21T07:08:09.123456Z"), ZoneOffset.UTC),
                        () -> RANDOM,
                        Progress.NONE),
                mapping -> new SecretReference(
                        new VaultSettings(
                                "memory",
                                Map.of(
                                        "path",
                                        new VaultSettings.Setting(root.toString(), VaultSettings.Origin.REPOSITORY))),
                        mapping.secretName()),
                new VaultPool(any -> vault, context, Progress.NONE));
    }
}
