package io.envdrift.cli.vaultenv;

import io.envdrift.base.Secret;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.IgnoredByGit;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.vaultenv.LocalEnv;
import io.envdrift.vaultenv.project.InitProject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code vault-env init}: a project on the server, its key in .env, this machine as its first device. */
final class InitProjectCommand extends VaultEnvAction {
    private @Nullable String name;
    private boolean plain;
    private @Nullable String createToken;

    InitProjectCommand(Host host) {
        super(host, Outline.of("init", "Make a project, write its VAULT_KEY to .env, register this machine."));
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        options.value("--name", "NAME", "Name of the project (default: this directory's).", text -> name = text);
        options.flag(
                "--plain",
                "Make a project that the original's clients can work with too; see docs/vault-env.md.",
                on -> plain = on);
        options.value(
                "--create-token",
                "@FILE",
                "Token that the server's operator asks for; '-' for standard input.",
                text -> createToken = text);
    }

    @Override
    protected Reporter.Result run(VaultEnvSession session) {
        String device = DeviceName.of(session.host());
        String project = Optional.ofNullable(name).orElseGet(() -> DeviceName.directory(session.host()));
        Optional<Secret> token = Optional.ofNullable(createToken).map(session::secret);
        InitProject.Made made = new InitProject(session.server(), session.devices())
                .run(new InitProject.Wish(project, !plain, token, device, session.envFile()));
        if (!session.host().environment().getOrDefault(LocalEnv.VAULT_KEY, "").isEmpty()) {
            session.reporter()
                    .warn(List.of("VAULT_KEY in the environment counts before the new one in .env: unset it"));
        }
        List<Row> lines = new ArrayList<>();
        lines.add(Row.line(
                Level.GOOD,
                "Created project '" + project + "' (" + made.projectId() + ")",
                Fields.of("project", project, "projectId", made.projectId(), "strict", !plain)));
        lines.add(Row.line(
                Level.GOOD,
                "Wrote VAULT_KEY to .env",
                Map.of("file", session.envFile().toString())));
        lines.add(Row.line(
                Level.GOOD,
                "Registered this machine as '" + device + "' ("
                        + made.device().status().text() + ")",
                Fields.of(
                        "deviceId",
                        made.device().deviceId(),
                        "status",
                        made.device().status().text())));
        if (!plain) {
            lines.add(Row.line(
                    Level.PLAIN,
                    "The project is strict: it refuses the original's Node and Python clients with 401; for those, init"
                            + " --plain makes another kind",
                    Map.of()));
        }
        IgnoredByGit.warn(
                session.reporter(), List.of(session.envFile(), session.envFile().resolveSibling(".vault-cache")));
        if (!made.ignored().isEmpty()) {
            lines.add(Row.line(
                    Level.GOOD,
                    "Added to .gitignore: " + String.join(", ", made.ignored()),
                    Map.of("ignored", made.ignored())));
        }
        return done(lines);
    }
}
