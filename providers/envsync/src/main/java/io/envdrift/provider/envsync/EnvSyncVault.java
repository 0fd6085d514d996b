package io.envdrift.provider.envsync;

import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.base.ShellLine;
import io.envdrift.envsync.Pulled;
import io.envdrift.http.ServerException;
import io.envdrift.vault.DocumentVault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultProblem;
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
        return "the names there are: " + ShellLine.of("envsync", "pull", "--output", "-", "--branch", branch);
    }

    @Override
    protected Optional<VaultProblem> meaning(int status, ServerException refusal) {
        return Optional.ofNullable(
                switch (status) {
                    case 404 ->
                        VaultProblem.of(
                                ErrorCode.VAULT_FAILED,
                                "the server does not know the path",
                                "check url and branch in [vault.envsync]; the original's server has no branch with a"
                                        + " '/'");
                    case 413 ->
                        VaultProblem.of(
                                ErrorCode.VAULT_FAILED,
                                "the file would be larger than the server allows",
                                "ask who runs the server to raise its limit");
                    default -> null;
                });
    }

    @Override
    public void close() {
        access.close();
    }
}
