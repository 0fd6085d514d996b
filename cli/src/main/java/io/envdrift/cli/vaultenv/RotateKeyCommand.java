package io.envdrift.cli.vaultenv;

import io.envdrift.base.Secret;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.vaultenv.LocalEnv;
import io.envdrift.vaultenv.VaultKeys;
import io.envdrift.vaultenv.project.EnvFileWriter;
import io.envdrift.vaultenv.project.RotateProjectKey;
import io.envdrift.vaultenv.protocol.VaultKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code vault-env rotate-key}: a new key for a project, resumable. */
final class RotateKeyCommand extends ProjectAction {
    private @Nullable String name;
    private List<String> environments = List.of();
    private boolean plain;
    private @Nullable String createToken;

    RotateKeyCommand(Host host) {
        super(
                host,
                Outline.of(
                        "rotate-key",
                        "Make a new project with a new key and encrypt the latest version of every environment again.",
                        "Run it again when it was cut short. The new key goes where the old one was kept."));
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        options.value("--name", "NAME", "Name of the new project (default: this directory's).", text -> name = text);
        options.values(
                "--env",
                "NAME",
                "Also this environment; may be repeated. Needed for custom ones on the original's server.",
                String.class,
                given -> environments = given);
        options.flag(
                "--plain",
                "Make the new project one that the original's clients can work with too, as 'init --plain'.",
                on -> plain = on);
        options.value(
                "--create-token",
                "@FILE",
                "Token that the server's operator asks for; '-' for standard input.",
                text -> createToken = text);
    }

    @Override
    protected Reporter.Result run(VaultEnvSession session) {
        VaultKey key = session.key();
        Optional<Secret> token = Optional.ofNullable(createToken).map(session::secret);
        RotateProjectKey.Rotated rotated = new RotateProjectKey(session.server(), session.devices(), session.home())
                .run(new RotateProjectKey.Wish(
                        key,
                        Optional.ofNullable(name).orElseGet(() -> DeviceName.directory(session.host())),
                        !plain,
                        new LinkedHashSet<>(environments),
                        token,
                        DeviceName.of(session.host()),
                        next -> keep(session, next)));
        List<String> warnings = new ArrayList<>();
        if (!rotated.complete()) {
            warnings.add("This server does not list its environments: those it made later need --env");
        }
        if (keyName().isEmpty() && session.host().environment().containsKey(LocalEnv.VAULT_KEY)) {
            warnings.add("VAULT_KEY in the environment is still the old key; the new one is in .env");
        }
        warnings.add(
                "The old project stays on the server, readable with the old key: change the values too if it leaked");
        session.reporter().warn(warnings);
        return done(List.of(
                Row.line(
                        Level.GOOD,
                        "New project " + rotated.projectId() + ", its key is in "
                                + keyName().map(saved -> "'" + saved + "'").orElse(".env"),
                        Map.of("projectId", rotated.projectId())),
                Row.line(
                        Level.GOOD,
                        "Encrypted again: "
                                + (rotated.environments().isEmpty()
                                        ? "nothing"
                                        : String.join(", ", rotated.environments())),
                        Map.of("environments", rotated.environments()))));
    }

    private void keep(VaultEnvSession session, VaultKey next) {
        keyName()
                .ifPresentOrElse(
                        saved -> new VaultKeys(session.home()).save(saved, next.text()),
                        () -> EnvFileWriter.putKey(session.envFile(), next));
    }
}
