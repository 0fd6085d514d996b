package io.envdrift.vaultenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.files.FileErrors;
import io.envdrift.vaultenv.protocol.VaultKey;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The vault keys of this user: saved under names in {@code ~/.vault/keys/<name>.key}, in {@code VAULT_KEY}, or in a .env
 * file.
 */
public final class VaultKeys {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}");
    private static final String SUFFIX = ".key";

    private final VaultHome home;

    /** Creates the keys of a home. */
    public VaultKeys(VaultHome home) {
        this.home = home;
    }

    /**
     * Returns the key that is meant: the one saved under a name, else {@code VAULT_KEY}, else that of a .env file.
     *
     * @throws EnvdriftException {@code VAULT_KEY} when there is none or it is malformed
     */
    public VaultKey find(Optional<String> name, Map<String, String> environment, Path envFile) {
        if (name.isPresent()) {
            String saved = home.read(file(name.get()))
                    .orElseThrow(() -> new EnvdriftException(
                            ErrorCode.VAULT_KEY,
                            "No key is saved as '" + name.get() + "'",
                            "vault-env key list shows the names"));
            return parse(saved.strip());
        }
        String variable = environment.getOrDefault(LocalEnv.VAULT_KEY, "");
        Optional<String> text = variable.isEmpty() ? LocalEnv.read(envFile).vaultKey() : Optional.of(variable);
        return text.map(VaultKeys::parse).orElseThrow(VaultKeys::notFound);
    }

    /**
     * Saves a key under a name; one that is there is replaced.
     *
     * @throws EnvdriftException {@code VAULT_KEY} when the key is malformed, {@code USAGE} when the name is not allowed
     */
    public void save(String name, Secret key) {
        home.write(file(name), parse(key.reveal()).text().reveal() + "\n");
    }

    /** Returns the names of all saved keys, sorted. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        Path directory = directory();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
                for (Path file : files) {
                    String name = String.valueOf(file.getFileName());
                    names.add(name.substring(0, name.length() - SUFFIX.length()));
                }
            } catch (IOException e) {
                throw FileErrors.failed("read", directory, e);
            }
        }
        names.sort(null);
        return names;
    }

    /**
     * Removes a saved key.
     *
     * @return false when there was none
     */
    public boolean remove(String name) {
        Path file = file(name);
        boolean existed = Files.exists(file);
        if (existed) {
            home.delete(file);
        }
        return existed;
    }

    /**
     * Reads a key whose project id may be part of a path.
     *
     * @throws EnvdriftException {@code VAULT_KEY} when the text is no such key
     */
    public static VaultKey parse(String text) {
        VaultKey key = VaultKey.parse(text)
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.VAULT_KEY,
                        "Invalid VAULT_KEY format. Expected: vk_<projectId>_<secret>",
                        "copy the key as vault-env init wrote it, without spaces"));
        VaultHome.requireSafe(key.projectId());
        return key;
    }

    static EnvdriftException notFound() {
        return new EnvdriftException(
                ErrorCode.VAULT_KEY,
                "VAULT_KEY not found",
                "Set the VAULT_KEY environment variable, or make sure your .env file contains VAULT_KEY=vk_...");
    }

    private Path file(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new EnvdriftException(
                    ErrorCode.USAGE,
                    "A key cannot be saved under this name",
                    "use letters, digits, dots, dashes and underscores");
        }
        return directory().resolve(name + SUFFIX);
    }

    private Path directory() {
        return home.directory().resolve("keys");
    }
}
