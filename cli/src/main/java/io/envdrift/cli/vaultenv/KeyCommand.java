package io.envdrift.cli.vaultenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.cli.Host;
import io.envdrift.cli.OutputOptions;
import io.envdrift.cli.Reporter;
import io.envdrift.cli.SecretArgument;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.vaultenv.VaultKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vault-env key}: keys of several projects, saved under names. */
@Command(name = "key", description = "Keys saved under names, for --project.")
final class KeyCommand extends CommandGroup {
    private KeyCommand(Host host) {
        super(host);
    }

    static CommandLine on(Host host) {
        return new CommandLine(new KeyCommand(host))
                .addSubcommand(new Save(host))
                .addSubcommand(new ListNames(host))
                .addSubcommand(new Remove(host));
    }

    /** A command on saved keys; it calls no server. */
    abstract static class Action implements Callable<Integer> {
        final Host host;
        final VaultKeys keys;

        @Mixin
        private OutputOptions output = new OutputOptions();

        Action(Host host) {
            this.host = host;
            this.keys = new VaultKeys(VaultEnvSession.home(host));
        }

        @Override
        public final Integer call() {
            Reporter reporter = new Reporter(host, "vault-env key", output);
            return reporter.run(() -> new Reporter.Result(
                    new Report("vault-env key").section(Report.Section.messages(lines(reporter))), true));
        }

        abstract List<Row> lines(Reporter reporter);

        static Row line(String text, String name) {
            return Row.line(Level.GOOD, text, Map.of("project", name));
        }
    }

    /** {@code vault-env key save}. */
    @Command(name = "save", description = "Save a key under a name; one that is there is replaced.")
    static final class Save extends Action {
        @Option(names = "--project", required = true, paramLabel = "NAME", description = "The name.")
        private String name = "";

        @Option(
                names = "--key",
                paramLabel = "@FILE",
                description =
                        "File with the key; '-' for standard input (default: VAULT_KEY, else .env). Any other text"
                                + " is the key itself, which others can see.")
        private @Nullable String source;

        Save(Host host) {
            super(host);
        }

        @Override
        List<Row> lines(Reporter reporter) {
            Secret key = source == null
                    ? keys.find(
                                    Optional.empty(),
                                    host.environment(),
                                    host.workingDirectory().resolve(".env"))
                            .text()
                    : new SecretArgument(host, reporter).read(source);
            keys.save(name, key);
            return List.of(line("Saved the key as '" + name + "'", name));
        }
    }

    /** {@code vault-env key list}. */
    @Command(name = "list", description = "List the names.")
    static final class ListNames extends Action {
        ListNames(Host host) {
            super(host);
        }

        @Override
        List<Row> lines(Reporter reporter) {
            return keys.names().stream().map(name -> line(name, name)).toList();
        }
    }

    /** {@code vault-env key remove}. */
    @Command(name = "remove", description = "Remove a saved key.")
    static final class Remove extends Action {
        @Option(names = "--project", required = true, paramLabel = "NAME", description = "The name.")
        private String name = "";

        Remove(Host host) {
            super(host);
        }

        @Override
        List<Row> lines(Reporter reporter) {
            if (!keys.remove(name)) {
                throw new EnvdriftException(
                        ErrorCode.VAULT_KEY, "No key is saved as '" + name + "'", "vault-env key list shows the names");
            }
            return List.of(line("Removed the key '" + name + "'", name));
        }
    }
}
