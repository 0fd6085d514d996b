package io.envdrift.cli.vaultenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.Host;
import io.envdrift.cli.Reporter;
import io.envdrift.cli.render.Escaping;
import io.envdrift.vaultenv.VaultProject;
import io.envdrift.vaultenv.project.StoreSecrets;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vault-env delete}: one name out of an environment. */
@Command(name = "delete", description = "Remove one value; old versions keep it.")
final class DeleteSecretCommand extends EnvironmentAction {
    @Parameters(index = "0", paramLabel = "NAME", description = "The name.")
    private String name = "";

    @Option(names = "--confirm", description = "Do not ask for the name again.")
    private boolean confirmed;

    @Mixin
    private NamesOption names = new NamesOption();

    DeleteSecretCommand(Host host) {
        super(host);
    }

    @Override
    Reporter.Result run(VaultEnvSession session, String environment) {
        VaultProject project = session.project();
        if (!confirmed && !isTyped(session, environment)) {
            throw new EnvdriftException(
                    ErrorCode.CONFIRMATION_NEEDED,
                    "Nothing was deleted: the name was not confirmed",
                    "type the name when asked, or pass --confirm");
        }
        StoreSecrets.Stored stored = new StoreSecrets(project, names.hidden()).delete(environment, Set.of(name));
        session.note(project, environment, stored.version());
        return done(List.of(Stored.edited("Deleted " + name + " from '" + environment + "'.", environment, stored)));
    }

    private boolean isTyped(VaultEnvSession session, String environment) {
        String question = "Type " + Escaping.text(name) + " to delete it from '" + Escaping.text(environment) + "': ";
        return session.host()
                .terminal()
                .flatMap(terminal -> terminal.ask(question))
                .map(String::strip)
                .filter(name::equals)
                .isPresent();
    }
}
