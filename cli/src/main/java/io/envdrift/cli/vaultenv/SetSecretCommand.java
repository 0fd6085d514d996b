package io.envdrift.cli.vaultenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.SecretArgument;
import io.envdrift.vaultenv.LocalEnv;
import io.envdrift.vaultenv.VaultProject;
import io.envdrift.vaultenv.project.EnvFileWriter;
import io.envdrift.vaultenv.project.StoreSecrets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code vault-env set}: one value of an environment. */
final class SetSecretCommand extends EnvironmentAction {
    private String name = "";
    private @Nullable String source;
    private final NamesOption names = new NamesOption();

    SetSecretCommand(Host host) {
        super(
                host,
                Outline.of("set", "Set one value and leave the others as they are.")
                        .footer("", "Example:", "  echo \"$TOKEN\" | vault-env set API_TOKEN --env production"));
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        options.argument("NAME", "The name.", String.class, text -> name = text);
        options.optionalArgument(
                "@FILE",
                "Read the value from this file; '-' for standard input. Without it: a prompt on a terminal,"
                        + " else standard input. Any other text is the value itself, which others can see.",
                String.class,
                text -> source = text);
        names.declare(options);
    }

    @Override
    protected Reporter.Result run(VaultEnvSession session, String environment) {
        if (!EnvFileWriter.isName(name) || name.equals(LocalEnv.VAULT_KEY)) {
            throw new EnvdriftException(
                    ErrorCode.USAGE,
                    "No secret can have this name",
                    "names consist of letters, digits, dots, dashes and underscores; VAULT_KEY is never stored");
        }
        Secret value = new SecretArgument(session.host(), session.reporter()).value(Optional.ofNullable(source), name);
        VaultProject project = session.project();
        StoreSecrets.Stored stored =
                new StoreSecrets(project, names.hidden()).set(environment, Map.of(name, value.reveal()));
        session.note(project, environment, stored.version());
        return done(List.of(Stored.edited("Set " + name + " in '" + environment + "'.", environment, stored)));
    }
}
