package io.envdrift.cli.vaultenv;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A command on one environment of a project. */
abstract class EnvironmentAction extends ProjectAction {
    private @Nullable String environment;

    EnvironmentAction(Host host, Outline outline) {
        super(host, outline);
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        options.value(
                "--env",
                "NAME",
                "Environment (default: NODE_ENV, else ENVIRONMENT, else development).",
                text -> environment = text);
    }

    @Override
    protected final Reporter.Result run(VaultEnvSession session) {
        return run(session, session.environmentName(Optional.ofNullable(environment)));
    }

    /** Does what the command is for. */
    protected abstract Reporter.Result run(VaultEnvSession session, String environmentName);
}
