package io.envdrift.provider.blobstore;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Once;
import io.envdrift.base.ShellLine;
import io.envdrift.http.RetryPolicy;
import io.envdrift.vault.CredentialSource;
import io.envdrift.vault.VaultContext;
import io.envdrift.vaultenv.DeviceStore;
import io.envdrift.vaultenv.VaultHome;
import io.envdrift.vaultenv.VaultKeys;
import io.envdrift.vaultenv.VaultProject;
import io.envdrift.vaultenv.VaultServer;
import io.envdrift.vaultenv.protocol.VaultKey;
import java.time.InstantSource;
import java.util.Optional;

/** The project on its server, with the key and the device secret of this user; found when first needed. */
final class ProjectAccess implements AutoCloseable {
    private static final String KEY_VARIABLE = "VAULT_KEY";

    private final BlobstoreSettings settings;
    private final VaultContext context;
    private final VaultServer server;
    private final Once<VaultProject> project = new Once<>(this::open);

    ProjectAccess(BlobstoreSettings settings, VaultContext context) {
        this.settings = settings;
        this.context = context;
        this.server = new VaultServer(
                settings.address(),
                context.transport(),
                RetryPolicy.standard(),
                context::deadline,
                InstantSource.system());
    }

    /**
     * Returns the project.
     *
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when there is no key, {@code VAULT_KEY} when it is malformed,
     *     {@code VAULT_SETTINGS} when it is another project's
     */
    VaultProject project() {
        return project.get();
    }

    private VaultProject open() {
        VaultHome home = new VaultHome(context.home().resolve(".vault"));
        VaultKey key = key(new VaultKeys(home));
        return server.project(key, new DeviceStore(home, context.environment()).find(key.projectId()));
    }

    @Override
    public void close() {
        server.close();
    }

    private VaultKey key(VaultKeys keys) {
        Optional<VaultKey> variable = context.variable(KEY_VARIABLE).map(VaultKeys::parse);
        if (settings.project().isEmpty()) {
            return variable.orElseThrow(ProjectAccess::noKey);
        }
        String name = settings.project().get();
        if (keys.names().contains(name)) {
            return keys.find(Optional.of(name), context.environment(), context.home());
        }
        VaultKey key = variable.orElseThrow(ProjectAccess::noKey);
        if (!key.projectId().equals(name)) {
            throw new EnvdriftException(
                    ErrorCode.VAULT_SETTINGS,
                    "VAULT_KEY is the key of another project than '" + name + "'",
                    "set project to the id of the key's project, or save the key: "
                            + ShellLine.of("vault-env", "key", "save", "--project", name));
        }
        return key;
    }

    private static EnvdriftException noKey() {
        return CredentialSource.unusable(
                "no vault-env key was found in VAULT_KEY or ~/.vault/keys",
                "set VAULT_KEY, or save the key and name it as project in [vault.blobstore]: vault-env key save");
    }
}
