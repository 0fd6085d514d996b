package io.envdrift.cli.vaultenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.CommandOptions;
import io.envdrift.cli.Host;
import io.envdrift.cli.Outline;
import io.envdrift.cli.Reporter;
import io.envdrift.vaultenv.LocalEnv;
import io.envdrift.vaultenv.VaultProject;
import io.envdrift.vaultenv.project.StoreSecrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code vault-env push}: a .env file replaces an environment. */
final class PushCommand extends EnvironmentAction {
    private Path file = Path.of(".env");
    private final NamesOption names = new NamesOption();

    PushCommand(Host host) {
        super(host);
    }

    @Override
    public Outline outline() {
        return Outline.of("push", "Encrypt all values of a file (but VAULT_KEY) and store them as a new version.");
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        options.value("--file", "PATH", "Source file (default: ${DEFAULT-VALUE}).", Path.class, given -> file = given)
                .defaultValue(".env");
        names.declare(options);
    }

    @Override
    Reporter.Result run(VaultEnvSession session, String environment) {
        Path source = session.host().workingDirectory().resolve(file);
        VaultProject project = session.project();
        if (!Files.exists(source)) {
            throw new EnvdriftException(
                    ErrorCode.FILE_NOT_FOUND, "File not found: " + file, "name another one with --file");
        }
        StoreSecrets.Stored stored = new StoreSecrets(project, names.hidden())
                .push(environment, LocalEnv.read(source).values());
        session.note(project, environment, stored.version());
        Stored.warn(session.reporter(), environment, stored);
        return done(List.of(Stored.pushed(environment, stored)));
    }
}
