package io.envdrift.cli.vaultenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Escaping;
import io.envdrift.vaultenv.VaultProject;
import io.envdrift.vaultenv.project.StoreSecrets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code vault-env delete}: one name out of an environment. */
final class DeleteSecretCommand extends EnvironmentAction {
    private String name = "";
    private boolean confirmed;
    private final NamesOption names = new NamesOption();

    DeleteSecretCommand(Host host) {
        super(host, Outline.of("delete", "Remove one value; old versions keep it."));
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        options.argument("NAME", "The name.", String.class, text -> name = text);
        options.flag("--confirm", "Do not ask for the name again.", on -> confirmed = on);
        names.declare(options);
    }

    @Override
    protected Reporter.Result run(VaultEnvSession session, String environment) {
        VaultProject project = session.project();
        if (!confirmed && !isTyped(session, environment)) {
            throw new EnvdriftException(
                    ErrorCode.CONFIRMATION_NEEDED,
                    "Nothing was deleted: the name was not confirmed",
                    session.host().terminal().isPresent()
                            ? "type the name when asked, or pass --confirm"
                            : "standard input is no terminal: pipe the name (echo NAME | vault-env delete NAME), or"
                                    + " pass --confirm");
        }
        StoreSecrets.Stored stored = new StoreSecrets(project, names.hidden()).delete(environment, Set.of(name));
        session.note(project, environment, stored.version());
        return done(List.of(Stored.edited("Deleted " + name + " from '" + environment + "'.", environment, stored)));
    }

    private boolean isTyped(VaultEnvSession session, String environment) {
        String question = "Type " + Escaping.text(name) + " to delete it from '" + Escaping.text(environment) + "': ";
        Optional<String> typed = session.host().terminal().isPresent()
                ? session.host().terminal().get().ask(question)
                : Optional.of(session.secret("-").reveal());
        return typed.map(String::strip).filter(name::equals).isPresent();
    }
}
