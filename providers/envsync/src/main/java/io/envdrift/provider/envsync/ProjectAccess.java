package io.envdrift.provider.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.Once;
import io.envdrift.base.Secret;
import io.envdrift.envsync.AccessToken;
import io.envdrift.envsync.EnvSync;
import io.envdrift.envsync.EnvSyncHome;
import io.envdrift.envsync.Passphrases;
import io.envdrift.envsync.SchemeChoice;
import io.envdrift.envsync.protocol.KeyScheme;
import io.envdrift.envsync.protocol.PassphraseKeys;
import io.envdrift.http.JsonClient;
import io.envdrift.vault.CredentialSource;
import io.envdrift.vault.VaultContext;
import java.util.Optional;
import java.util.function.Function;

/** The project on its server, with the token and the passphrase of this user; found when first needed. */
final class ProjectAccess implements AutoCloseable {
    private final EnvSyncSettings settings;
    private final VaultContext context;
    private final Function<Secret, PassphraseKeys> keys;
    private final JsonClient client;
    private final Once<EnvSync> project = new Once<>(this::open);

    ProjectAccess(EnvSyncSettings settings, VaultContext context, Function<Secret, PassphraseKeys> keys) {
        this.settings = settings;
        this.context = context;
        this.keys = keys;
        this.client = context.client(settings.address(), "envdrift-envsync");
    }

    /**
     * Returns the project.
     *
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when there is no usable token or no passphrase
     */
    EnvSync project() {
        return project.get();
    }

    private EnvSync open() {
        return EnvSync.builder()
                .environment(context.environment())
                .client(client)
                .token(Secret.of(token()))
                .passphrase(keys.apply(passphrase()))
                .project(settings.project())
                .home(EnvSyncHome.of(context.environment(), context.home()))
                .warnings(context.warnings())
                .build();
    }

    /**
     * Returns the form that is written, as for the envsync command.
     *
     * @throws EnvdriftException {@code USAGE} when {@code ENVSYNC_SCHEME} is none
     */
    KeyScheme scheme() {
        return SchemeChoice.of(Optional.empty(), context.environment());
    }

    @Override
    public void close() {
        client.close();
    }

    private String token() {
        return context.variable(AccessToken.VARIABLE).orElseThrow(() -> missing(AccessToken.VARIABLE));
    }

    private Secret passphrase() {
        return Passphrases.find(context.environment())
                .or(() -> context.passphrase().get())
                .orElseThrow(() -> missing(Passphrases.VARIABLE));
    }

    private static EnvdriftException missing(String variable) {
        return CredentialSource.unusable(
                "Missing " + variable, "set ENVSYNC_TOKEN and ENVSYNC_PASS, as for the envsync command");
    }
}
