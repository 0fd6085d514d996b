package io.envdrift.provider.local;

import io.envdrift.base.Secret;
import io.envdrift.vault.SettingKey;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Opens {@link LocalVault}s for {@code provider = "local"}. */
public final class LocalVaultProvider implements VaultProvider {
    /** Holds the passphrase, taken exactly as it is. */
    static final String PASSPHRASE_VARIABLE = "ENVDRIFT_LOCAL_PASSPHRASE";

    private static final String PATH = "path";
    private static final String KEY_FILE = "key_file";

    @Override
    public String name() {
        return "local";
    }

    @Override
    public List<SettingKey> settingKeys() {
        return List.of(
                new SettingKey(PATH, SettingKey.Type.PATH, "File of the local vault."),
                new SettingKey(
                        KEY_FILE,
                        SettingKey.Type.PATH,
                        "File with the vault's key, 32 random bytes or 64 hex digits, that only its owner may use"
                                + " (0600); without it the vault opens with a passphrase."));
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    @Override
    public Vault open(VaultSettings settings, VaultContext context) {
        String path = settings.require(
                        PATH, "The local vault has no path", "add path = \"team.vault\" to [vault.local]")
                .value();
        Optional<Path> keyFile = settings.value(KEY_FILE).map(Path::of);
        return new LocalVault(
                Path.of(path),
                () -> key(keyFile, context),
                context.files(),
                () -> context.deadline().remainingAtMost(LocalVault.LONGEST_WAIT));
    }

    private static Optional<LocalKey> key(Optional<Path> keyFile, VaultContext context) {
        return keyFile.map(LocalKey::file)
                .or(() -> Optional.ofNullable(context.environment().get(PASSPHRASE_VARIABLE))
                        .filter(text -> !text.isEmpty())
                        .map(Secret::of)
                        .or(context.passphrase())
                        .filter(passphrase -> !passphrase.isEmpty())
                        .map(LocalKey::passphrase));
    }
}
