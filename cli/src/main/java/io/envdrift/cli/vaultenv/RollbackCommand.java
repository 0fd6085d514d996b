package io.envdrift.cli.vaultenv;

import io.envdrift.cli.Host;
import io.envdrift.cli.Reporter;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.vaultenv.VaultProject;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vault-env rollback}: an old version once more, as the newest. */
@Command(name = "rollback", description = "Store an old version once more, as the newest one.")
final class RollbackCommand extends EnvironmentAction {
    @Option(names = "--version", required = true, paramLabel = "N", description = "The version to go back to.")
    private long version;

    RollbackCommand(Host host) {
        super(host);
    }

    @Override
    Reporter.Result run(VaultEnvSession session, String environment) {
        VaultProject project = session.project();
        long stored = project.rollBack(environment, version);
        session.note(project, environment, stored);
        return done(List.of(Row.line(
                Level.GOOD,
                "Rolled back '" + environment + "' to version " + version + ". Version: " + stored,
                Map.of("environment", environment, "from", version, "version", stored))));
    }
}
