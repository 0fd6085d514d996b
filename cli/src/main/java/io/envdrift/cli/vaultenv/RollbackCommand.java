package io.envdrift.cli.vaultenv;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.vaultenv.VaultProject;
import java.util.List;

/** {@code vault-env rollback}: an old version once more, as the newest. */
final class RollbackCommand extends EnvironmentAction {
    private long version;

    RollbackCommand(Host host) {
        super(host, Outline.of("rollback", "Store an old version once more, as the newest one."));
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        options.count("--version", "N", "The version to go back to.", given -> version = given)
                .required(true);
    }

    @Override
    protected Reporter.Result run(VaultEnvSession session, String environment) {
        VaultProject project = session.project();
        long stored = project.rollBack(environment, version);
        session.note(project, environment, stored);
        return done(List.of(Row.line(
                Level.GOOD,
                "Rolled back '" + environment + "' to version " + version + ". Version: " + stored,
                Fields.of("environment", environment, "from", version, "version", stored))));
    }
}
