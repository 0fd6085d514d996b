package io.envdrift.junit;

import io.envdrift.api.EnvValues;
import io.envdrift.api.Envdrift;
import io.envdrift.base.EnvdriftException;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenvx.Encryption;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileOperations;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A project in a temporary directory, with an {@code envdrift.toml} and a vault in memory. The test's process environment does
 * not reach it. Closing it, which {@link EnvdriftExtension} does, deletes the directory.
 */
public final class EnvdriftProject implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final AtomicFile files = new AtomicFile(FileOperations.system());
    private final SecureRandom random = new SecureRandom();
    private final MemoryVault vault = MemoryVaultProvider.create();
    private final StringBuilder config = new StringBuilder();
    private final Set<String> mapped = new HashSet<>();
    private final Path directory;

    private EnvdriftProject(Path directory) {
        this.directory = directory;
        config.append("[vault]\nprovider = \"" + MemoryVaultProvider.PROVIDER + "\"\n[vault."
                + MemoryVaultProvider.PROVIDER + "]\nname = \"" + vault.name() + "\"\n");
        try {
            file("envdrift.toml", config.toString());
        } catch (RuntimeException | Error e) {
            // Nobody gets it, so nobody would close it.
            close();
            throw e;
        }
    }

    /** Makes an empty project. */
    public static EnvdriftProject create() {
        try {
            return new EnvdriftProject(
                    Files.createTempDirectory("envdrift-test").toRealPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the project's directory. */
    public Path directory() {
        return directory;
    }

    /** Returns the vault that its mappings name. */
    public MemoryVault vault() {
        return vault;
    }

    /** Writes a file as it is; folders are made. */
    public synchronized EnvdriftProject file(String name, String text) {
        Path file = directory.resolve(name);
        files.createDirectories(Objects.requireNonNull(file.getParent()));
        files.write(file, text.getBytes(StandardCharsets.UTF_8), FileAccess.OWNER_ONLY);
        return this;
    }

    /**
     * Writes an env file encrypted with a new key, puts the key into the vault as {@link #secretOf} names it, and maps the file. A
     * second time is a rotation: both are replaced.
     *
     * @param name {@code .env}, or {@code .env.ENVIRONMENT}, perhaps in a folder
     * @param plaintext the text of the file
     */
    public synchronized EnvdriftProject encrypted(String name, String plaintext) {
        PrivateKey key = PrivateKey.generate(random);
        Path file = directory.resolve(name);
        String own = file.getFileName().toString();
        String sealed = new EnvFileCipher(random)
                .encrypt(EnvDocument.parse(plaintext), Encryption.of(key.publicKey(), own))
                .document()
                .text();
        vault.put(secretOf(name), key.secret().reveal());
        Path folder = directory.relativize(Objects.requireNonNull(file.getParent()));
        String written = folder.toString().isEmpty() ? "." : folder.toString().replace(File.separatorChar, '/');
        String environment = own.startsWith(".env.") ? own.substring(".env.".length()) : "";
        if (!mapped.add(name)) {
            return file(name, sealed);
        }
        config.append("[[vault.sync.mappings]]\nsecret_name = \"" + secretOf(name) + "\"\nfolder_path = \"" + written
                + "\"\nenvironment = \"" + environment + "\"\n");
        return file(name, sealed).file("envdrift.toml", config.toString());
    }

    /** Returns the name of the secret of an encrypted file: its path, with {@code -} for all but letters and digits. */
    public static String secretOf(String name) {
        return (name.replaceAll("[^A-Za-z0-9]+", "-") + "-key").replaceFirst("^-", "");
    }

    /** Opens the project; the caller closes it. */
    public Envdrift open() {
        return Envdrift.in(directory, Map.of(), directory, TIMEOUT);
    }

    /**
     * Reads a file's values with the keys of keys files and vault.
     *
     * @throws EnvdriftException as {@link Envdrift#values(Path)} says
     */
    public EnvValues values(String name) {
        try (Envdrift envdrift = open()) {
            return envdrift.values(Path.of(name));
        }
    }

    /** Deletes the directory, and forgets the vault; a second time changes nothing. */
    @Override
    public void close() {
        MemoryVaultProvider.forget(vault);
        if (Files.notExists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names the directory. */
    @Override
    public String toString() {
        return "EnvdriftProject " + directory;
    }
}
