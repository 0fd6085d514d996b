package io.envdrift.cli.vaultenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Escaping;
import io.envdrift.vaultenv.Latest;
import io.envdrift.vaultenv.Masking;
import io.envdrift.vaultenv.VaultProject;
import java.util.Map;

/** {@code vault-env get}: one value of an environment, masked unless it is asked for as it is. */
final class GetSecretCommand extends EnvironmentAction {
    private String name = "";
    private boolean raw;

    GetSecretCommand(Host host) {
        super(host, Outline.of("get", "Print one value, masked."));
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        options.argument("NAME", "The name.", String.class, text -> name = text);
        options.flag("--raw", "Print the value as it is.", on -> raw = on);
    }

    @Override
    protected Reporter.Result run(VaultEnvSession session, String environment) {
        VaultProject project = session.project();
        Latest.Readable secrets = project.pull(environment);
        session.note(project, environment, secrets.version());
        String value = secrets.values().get(name);
        if (value == null) {
            throw new EnvdriftException(
                    ErrorCode.SECRET_NOT_FOUND,
                    "There is no " + name + " in '" + environment + "'",
                    "vault-env pull shows the names");
        }
        String shown = raw ? value : Masking.mask(value);
        return printed(session, Map.of(name, shown), () -> (raw ? shown : Escaping.text(shown)) + "\n");
    }
}
