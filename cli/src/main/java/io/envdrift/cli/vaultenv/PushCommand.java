package io.envdrift.cli.vaultenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.Host;
import io.envdrift.cli.Reporter;
import io.envdrift.vaultenv.LocalEnv;
import io.envdrift.vaultenv.VaultProject;
import io.envdrift.vaultenv.project.StoreSecrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vault-env push}: a .env file replaces an environment. */
@Command(name = "push", description = "Encrypt all values of a file (but VAULT_KEY) and store them as a new version.")
final class PushCommand extends EnvironmentAction {
    @Option(
            names = "--file",
            paramLabel = "PATH",
            defaultValue = ".env",
            description = "Source file (default: ${DEFAULT-VALUE}).")
    private Path file = Path.of(".env");

    @Mixin
    private NamesOption names = new NamesOption();

    PushCommand(Host host) {
        super(host);
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
