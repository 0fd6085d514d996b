package io.envdrift.provider.blobstore;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.base.ShellLine;
import io.envdrift.http.ServerException;
import io.envdrift.vault.DocumentVault;
import io.envdrift.vault.VaultAttempt;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultProblem;
import io.envdrift.vaultenv.Latest;
import io.envdrift.vaultenv.VaultEnvException;
import io.envdrift.vaultenv.VaultProject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The secrets of one environment of a vault-env project, which is one encrypted blob. */
final class BlobstoreVault extends DocumentVault<Latest> {
    private final String environment;
    private final ProjectAccess access;

    BlobstoreVault(BlobstoreSettings settings, VaultContext context) {
        super(settings.label(), context);
        this.environment = settings.environment();
        this.access = new ProjectAccess(settings, context);
    }

    @Override
    protected Latest read() {
        return access.project().latest(environment);
    }

    @Override
    protected Collection<String> names(Latest latest) {
        return values(latest).keySet();
    }

    @Override
    protected Optional<String> value(Latest latest, String name) {
        return Optional.ofNullable(values(latest).get(name));
    }

    @Override
    protected String version(Latest latest) {
        return Long.toString(latest.version());
    }

    @Override
    protected String write(Latest before, String name, Secret value) {
        Map<String, String> after = new LinkedHashMap<>(values(before));
        String mark = after.put(name, value.reveal()) == null ? "+" : "~";
        return Long.toString(access.project()
                .pushOnce(environment, after, Optional.of(List.of(mark + name)), OptionalLong.of(before.version())));
    }

    private Map<String, String> values(Latest latest) {
        return switch (latest) {
            case Latest.Nothing nothing -> Map.of();
            case Latest.Readable readable -> readable.values();
            case Latest.Foreign foreign -> throw VaultProject.foreign(environment);
            case Latest.Garbled garbled -> throw VaultProject.garbled(environment);
        };
    }

    @Override
    protected String namesHint() {
        return "the names there are: " + ShellLine.of("vault-env", "pull", "--env", environment);
    }

    @Override
    protected EnvdriftException translated(VaultAttempt attempt, EnvdriftException failure) {
        return failure instanceof VaultEnvException && failure.code() == ErrorCode.DEVICE
                ? attempt.failed(
                        ErrorCode.ACCESS_DENIED,
                        failure.getMessage(),
                        failure.hint().orElse(null),
                        failure)
                : super.translated(attempt, failure);
    }

    @Override
    protected Optional<VaultProblem> meaning(int status, ServerException refusal) {
        return Optional.ofNullable(
                switch (status) {
                    case 404 ->
                        VaultProblem.of(
                                ErrorCode.VAULT_FAILED,
                                "the server does not know the project",
                                "check url and project in [vault.blobstore]");
                    case 413 ->
                        VaultProblem.of(
                                ErrorCode.VAULT_FAILED,
                                "the environment would be larger than the server allows",
                                "ask who runs the server to raise --max-body-bytes or --max-project-bytes");
                    default -> null;
                });
    }

    @Override
    public void close() {
        access.close();
    }
}
