package io.envdrift.cli.vaultenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.vaultenv.VaultProject;
import io.envdrift.vaultenv.project.PushedFile;
import io.envdrift.vaultenv.project.StoreSecrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code vault-env push}: a .env file replaces an environment. */
final class PushCommand extends EnvironmentAction {
    private @Nullable Path file;
    private final NamesOption names = new NamesOption();

    PushCommand(Host host) {
        super(
                host,
                Outline.of("push", "Encrypt all values of a file (but VAULT_KEY) and store them as a new version."));
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        options.value("--file", "PATH", "Source file (default: .env).", Path.class, given -> file = given);
        names.declare(options);
    }

    @Override
    protected Reporter.Result run(VaultEnvSession session, String environment) {
        Path source = file == null
                ? session.envFile()
                : session.host().workingDirectory().resolve(file);
        VaultProject project = session.project();
        if (!Files.exists(source)) {
            throw new EnvdriftException(
                    ErrorCode.FILE_NOT_FOUND,
                    "File not found: " + (file == null ? ".env" : file),
                    "name another one with --file");
        }
        PushedFile pushed = PushedFile.read(source, session.timeout());
        StoreSecrets.Stored stored = new StoreSecrets(project, names.hidden()).push(environment, pushed.values());
        session.note(project, environment, stored.version());
        Stored.warn(session.reporter(), environment, stored);
        session.reporter().warn(pushed.warnings());
        List<Row> lines = new ArrayList<>();
        lines.add(Stored.pushed(environment, stored));
        if (source.equals(session.envFile())) {
            lines.add(superfluous(pushed));
        }
        return done(lines);
    }

    /**
     * Names the lines of .env that can be removed after the push: while they stay, they win over the vault's values
     * when an application loads both.
     */
    private static Row superfluous(PushedFile pushed) {
        List<String> lines = pushed.values().keySet().stream().toList();
        return Row.line(
                Level.PLAIN,
                "These lines of .env can go now; as long as they stay, they count before the vault: "
                        + String.join(", ", lines),
                Map.of("removable", lines));
    }
}
