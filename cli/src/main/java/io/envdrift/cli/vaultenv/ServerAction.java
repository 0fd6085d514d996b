package io.envdrift.cli.vaultenv;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.DescribedCommand;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.OutputOptions;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import java.util.List;
import java.util.Optional;

/** A command that calls a vault-env server: parses, runs one workflow of the library, and reports. */
abstract class ServerAction implements DescribedCommand {
    private final Host host;
    private final ServerOptions server = new ServerOptions();
    private final OutputOptions output = new OutputOptions();

    ServerAction(Host host) {
        this.host = host;
    }

    @Override
    public void declare(CommandOptions options) {
        server.declare(options);
        output.declare(options);
    }

    @Override
    public final Integer call() {
        Reporter reporter = new Reporter(host, "vault-env " + outline().name(), output);
        return reporter.run(() -> {
            try (VaultEnvSession session = server.open(output.machine(host), reporter, keyName())) {
                return run(session);
            }
        });
    }

    /** Does what the command is for. */
    abstract Reporter.Result run(VaultEnvSession session);

    /** Returns the name under which the key is saved, if it is not that of this directory. */
    Optional<String> keyName() {
        return Optional.empty();
    }

    /** Returns a success that is told by lines which stand for themselves. */
    Reporter.Result done(List<Row> lines) {
        return new Reporter.Result(report().section(Report.Section.messages(lines)), true);
    }

    /** Returns an empty report of this command. */
    Report report() {
        return new Report("vault-env " + outline().name());
    }
}
