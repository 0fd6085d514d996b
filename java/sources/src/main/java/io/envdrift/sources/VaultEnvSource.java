package io.envdrift.sources;

import io.envdrift.base.EnvdriftException;
import io.envdrift.vaultenv.VaultEnv;
import io.envdrift.vaultenv.VaultEnvException;
import io.envdrift.vaultenv.VaultEnvLoader;
import io.envdrift.vaultenv.VaultWatch;
import io.envdrift.vaultenv.protocol.VaultEnvRefusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An environment of the project whose {@code VAULT_KEY} is in the process environment or in the folder's .env file. */
final class VaultEnvSource implements Source {
    private final Path folder;
    private final String environment;
    private final SourceContext context;
    /** What a watch compares with. */
    private volatile @Nullable VaultEnv last;

    /** @param environment its name; empty for that which {@code NODE_ENV} or {@code ENVIRONMENT} name */
    VaultEnvSource(Path folder, String environment, SourceContext context) {
        this.folder = folder;
        this.environment = environment;
        this.context = context;
    }

    @Override
    public SourceValues read() {
        VaultEnv env = loader().load();
        last = env;
        return values(env);
    }

    private VaultEnvLoader loader() {
        VaultEnvLoader loader = VaultEnv.builder()
                .path(folder.resolve(".env"))
                .processEnvironment(context.environment())
                .timeout(context.timeout())
                .warnings(context.warnings());
        return environment.isEmpty() ? loader : loader.environment(environment);
    }

    private SourceValues values(VaultEnv env) {
        return SourceValues.of(
                env.origin() == VaultEnv.Origin.DOTENV ? folder.resolve(".env").toString() : name(), env.values());
    }

    /** Nothing was pushed; a project without a {@code VAULT_KEY} is read from its .env file. */
    @Override
    public boolean isAbsence(EnvdriftException failure) {
        return failure instanceof VaultEnvException refused
                && refused.known().filter(VaultEnvRefusal::meansEmpty).isPresent();
    }

    @Override
    public SourceWatch watch(
            SourceValues current,
            Duration interval,
            Consumer<SourceValues> onChange,
            Consumer<EnvdriftException> onError) {
        ErrorReport errors = new ErrorReport(onError);
        VaultEnv read = last;
        VaultEnv start = read == null ? loader().load() : read;
        VaultWatch watch = start.watch(interval, (names, next) -> onChange.accept(values(next)), errors::failed);
        return watch::close;
    }

    private String name() {
        return "vault-env:" + environment;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VaultEnvSource that
                && folder.equals(that.folder)
                && environment.equals(that.environment);
    }

    @Override
    public int hashCode() {
        return Objects.hash(folder, environment);
    }

    @Override
    public String toString() {
        return SourceLocation.PREFIX + name();
    }
}
