package io.envdrift.cli.vaultenv;

import io.envdrift.cli.Host;
import io.envdrift.cli.OutputOptions;
import io.envdrift.cli.Reporter;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that calls a vault-env server: parses, runs one workflow of the library, and reports. */
abstract class ServerAction implements Callable<Integer> {
    private final Host host;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    ServerAction(Host host) {
        this.host = host;
    }

    @Override
    public final Integer call() {
        Reporter reporter = new Reporter(host, "vault-env " + spec.name(), output);
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
        return new Report("vault-env " + spec.name());
    }
}
