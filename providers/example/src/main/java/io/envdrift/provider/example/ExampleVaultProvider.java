package io.envdrift.provider.example;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import io.envdrift.vault.SecretNotFoundException;
import io.envdrift.vault.SettingKey;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultAttempt;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultSecret;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.WriteCondition;
import io.envdrift.vault.WriteConflictException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A vault that is a folder with a file per secret. It shows the parts of a provider. It protects nothing: everybody who
 * may read the folder can read the values.
 */
public final class ExampleVaultProvider implements VaultProvider {
    private static final String PATH = "path";

    @Override
    public String name() {
        return "example";
    }

    @Override
    public List<SettingKey> settingKeys() {
        return List.of(new SettingKey(PATH, SettingKey.Type.PATH, "Folder with a file per secret."));
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    @Override
    public Vault open(VaultSettings settings, VaultContext context) {
        VaultSettings.Setting path =
                settings.require(PATH, "The example vault has no path", "add path = \"secrets\" to [vault.example]");
        return new Folder(Path.of(path.value()), context.files());
    }

    private record Folder(Path folder, AtomicFile files) implements Vault {
        @Override
        public String label() {
            return "example vault " + folder;
        }

        @Override
        public void probe() {
            list("");
        }

        @Override
        public VaultSecret get(String name) {
            try {
                String value = Files.readString(file(name));
                return VaultSecret.text(value, Integer.toHexString(value.hashCode()));
            } catch (NoSuchFileException e) {
                throw new SecretNotFoundException(
                        label(), name, "Secret '" + name + "' not found in " + label(), "check secret_name");
            } catch (IOException e) {
                throw VaultAttempt.reading(label(), name).failed(ErrorCode.VAULT_FAILED, "unreadable", null, e);
            }
        }

        @Override
        public List<String> list(String prefix) {
            try (Stream<Path> found = Files.list(folder)) {
                return found.map(file -> String.valueOf(file.getFileName()))
                        .filter(name -> name.startsWith(prefix))
                        .sorted()
                        .toList();
            } catch (NoSuchFileException e) {
                return List.of();
            } catch (IOException e) {
                throw VaultAttempt.listing(label()).failed(ErrorCode.VAULT_FAILED, "unreadable", null, e);
            }
        }

        @Override
        public String put(String name, Secret value, WriteCondition condition) {
            requireCondition(name, condition);
            byte[] bytes = value.reveal().getBytes(StandardCharsets.UTF_8);
            try {
                files.createDirectories(folder);
                files.write(file(name), bytes, FileAccess.OWNER_ONLY);
            } catch (VaultException e) {
                throw e;
            } catch (EnvdriftException e) {
                throw VaultAttempt.writing(label(), name).failed(e);
            }
            return get(name).version();
        }

        private void requireCondition(String name, WriteCondition condition) {
            Optional<String> version =
                    Files.exists(file(name)) ? Optional.of(get(name).version()) : Optional.empty();
            if (!condition.allows(version)) {
                throw new WriteConflictException(label(), name);
            }
        }

        private Path file(String name) {
            if (!name.matches("[0-9A-Za-z_-]{1,127}")) {
                throw VaultAttempt.reading(label(), name)
                        .failed(ErrorCode.VAULT_SETTINGS, "no possible name", "use letters, digits, _ and -", null);
            }
            return folder.resolve(name);
        }

        @Override
        public void close() {
            // Nothing is open between calls.
        }
    }
}
