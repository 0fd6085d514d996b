package io.envdrift.cli.vaultenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.cli.base.CommandGroup;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.DescribedCommand;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.OutputOptions;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.SecretArgument;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.vaultenv.VaultKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code vault-env key}: keys of several projects, saved under names. */
final class KeyCommand extends CommandGroup {
    KeyCommand(Host host) {
        super(host, Outline.of("key", "Keys saved under names, for --project."));
        add("save", () -> new Save(host));
        add("list", () -> new ListNames(host));
        add("remove", () -> new Remove(host));
    }

    /** A command on saved keys; it calls no server. */
    abstract static class Action implements DescribedCommand {
        final Host host;
        final VaultKeys keys;
        private final Outline outline;
        private final OutputOptions output = new OutputOptions();

        Action(Host host, Outline outline) {
            this.host = host;
            this.outline = outline;
            this.keys = new VaultKeys(VaultEnvSession.home(host));
        }

        @Override
        public final Outline outline() {
            return outline;
        }

        @Override
        public void declare(CommandOptions options) {
            output.declare(options);
        }

        @Override
        public final Integer call() {
            Reporter reporter = new Reporter(host, "vault-env key", output);
            return reporter.run(() -> new Reporter.Result(Report.of("vault-env key", lines(reporter)), true));
        }

        abstract List<Row> lines(Reporter reporter);

        static Row line(String text, String name) {
            return Row.line(Level.GOOD, text, Map.of("project", name));
        }
    }

    /** {@code vault-env key save}. */
    static final class Save extends Action {
        private String name = "";
        private @Nullable String source;

        Save(Host host) {
            super(host, Outline.of("save", "Save a key under a name; one that is there is replaced."));
        }

        @Override
        public void declare(CommandOptions options) {
            super.declare(options);
            options.value("--project", "NAME", "The name.", text -> name = text).required(true);
            options.value(
                    "--key",
                    "@FILE",
                    "File with the key; '-' for standard input (default: VAULT_KEY, else .env). Any other text"
                            + " is the key itself, which others can see.",
                    text -> source = text);
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
    static final class ListNames extends Action {
        ListNames(Host host) {
            super(host, Outline.of("list", "List the names."));
        }

        @Override
        List<Row> lines(Reporter reporter) {
            return keys.names().stream().map(name -> line(name, name)).toList();
        }
    }

    /** {@code vault-env key remove}. */
    static final class Remove extends Action {
        private String name = "";

        Remove(Host host) {
            super(host, Outline.of("remove", "Remove a saved key."));
        }

        @Override
        public void declare(CommandOptions options) {
            super.declare(options);
            options.value("--project", "NAME", "The name.", text -> name = text).required(true);
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
