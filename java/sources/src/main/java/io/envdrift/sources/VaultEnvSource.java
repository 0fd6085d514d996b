package io.envdrift.sources;

import io.envdrift.base.EnvdriftException;
import io.envdrift.vaultenv.VaultEnv;
import io.envdrift.vaultenv.VaultEnvException;
import io.envdrift.vaultenv.VaultEnvLoader;
import io.envdrift.vaultenv.VaultWatch;
import io.envdrift.vaultenv.protocol.VaultEnvRefusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An environment of the project whose {@code VAULT_KEY} is in the process environment or in the folder's .env file. */
final class VaultEnvSource extends Source {
    private final String environment;
    /** What a watch compares with. */
    private volatile @Nullable VaultEnv last;

    /** @param environment its name; empty for that which {@code NODE_ENV} or {@code ENVIRONMENT} name */
    VaultEnvSource(Path folder, String environment, SourceContext context) {
        super("vault-env:" + environment, folder, context);
        this.environment = environment;
    }

    @Override
    public SourceValues read() {
        VaultEnv env = loader().load();
        last = env;
        return values(env);
    }

    private VaultEnvLoader loader() {
        VaultEnvLoader loader = VaultEnv.builder()
                .path(directory.resolve(".env"))
                .processEnvironment(context.environment())
                .timeout(context.timeout())
                .warnings(context.warnings());
        return environment.isEmpty() ? loader : loader.environment(environment);
    }

    private SourceValues values(VaultEnv env) {
        return SourceValues.of(
                env.origin() == VaultEnv.Origin.DOTENV
                        ? directory.resolve(".env").toString()
                        : location,
                env.values());
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
}
