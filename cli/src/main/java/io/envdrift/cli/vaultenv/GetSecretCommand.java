package io.envdrift.cli.vaultenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.Host;
import io.envdrift.cli.OutputOptions;
import io.envdrift.cli.Reporter;
import io.envdrift.cli.render.Escaping;
import io.envdrift.cli.render.JsonValues;
import io.envdrift.vaultenv.Latest;
import io.envdrift.vaultenv.Masking;
import io.envdrift.vaultenv.VaultProject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vault-env get}: one value of an environment, masked unless it is asked for as it is. */
@Command(name = "get", description = "Print one value, masked.")
final class GetSecretCommand extends EnvironmentAction {
    @Parameters(index = "0", paramLabel = "NAME", description = "The name.")
    private String name = "";

    @Option(names = "--raw", description = "Print the value as it is.")
    private boolean raw;

    GetSecretCommand(Host host) {
        super(host);
    }

    @Override
    Reporter.Result run(VaultEnvSession session, String environment) {
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
        if (session.reporter().format() == OutputOptions.Format.JSON) {
            JsonValues.print(session.host().out(), Map.of(name, shown));
        } else {
            byte[] line = ((raw ? shown : Escaping.text(shown)) + "\n").getBytes(StandardCharsets.UTF_8);
            session.host().out().write(line, 0, line.length);
        }
        return new Reporter.Result(report(), true, true);
    }
}
