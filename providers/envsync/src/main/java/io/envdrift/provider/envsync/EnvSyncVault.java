package io.envdrift.provider.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.envsync.EnvSyncException;
import io.envdrift.envsync.Pulled;
import io.envdrift.vault.DocumentVault;
import io.envdrift.vault.VaultAttempt;
import io.envdrift.vault.VaultContext;
import java.util.Collection;
import java.util.Optional;

/** The variables of one branch of an EnvSync project, which is one encrypted file. */
final class EnvSyncVault extends DocumentVault<Pulled> {
    private final String branch;
    private final ProjectAccess access;

    EnvSyncVault(EnvSyncSettings settings, VaultContext context, ProjectAccess access) {
        super(settings.label(), context);
        this.branch = settings.branch();
        this.access = access;
    }

    @Override
    protected Pulled read() {
        return access.project().find(branch).orElseGet(() -> Pulled.nothing(branch));
    }

    @Override
    protected Collection<String> names(Pulled file) {
        return file.values().keySet();
    }

    @Override
    protected Optional<String> value(Pulled file, String name) {
        return Optional.ofNullable(file.values().get(name));
    }

    @Override
    protected String version(Pulled file) {
        return Long.toString(file.version());
    }

    @Override
    protected String write(Pulled before, String name, Secret value) {
        return Long.toString(access.project()
                .push(branch, before.with(name, value), before.replacing().in(access.scheme()))
                .version());
    }

    @Override
    protected String namesHint() {
        return "the names there are: envsync pull --output - --branch " + branch;
    }

    @Override
    protected EnvdriftException translated(VaultAttempt attempt, EnvdriftException failure) {
        if (!(failure instanceof EnvSyncException e)) {
            return failure;
        }
        if (e.status().isEmpty()) {
            return e.code() == ErrorCode.MALFORMED_ANSWER ? attempt.misunderstood() : e;
        }
        return switch (e.status().getAsInt()) {
            case 404 ->
                attempt.failed(
                        ErrorCode.VAULT_FAILED,
                        "the server does not know the path",
                        "check url and branch in [vault.envsync]; the original's server has no branch with a '/'",
                        e);
            case 413 ->
                attempt.failed(
                        ErrorCode.VAULT_FAILED,
                        "the file would be larger than the server allows",
                        "ask who runs the server to raise its limit",
                        e);
            default -> attempt.refused(e.status().getAsInt());
        };
    }

    @Override
    public void close() {
        access.close();
    }
}
