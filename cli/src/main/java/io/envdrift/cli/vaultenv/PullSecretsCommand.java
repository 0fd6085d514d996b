package io.envdrift.cli.vaultenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.AgeConverter;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.IgnoredByGit;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.vaultenv.LocalEnv;
import io.envdrift.vaultenv.Masking;
import io.envdrift.vaultenv.VaultEnv;
import io.envdrift.vaultenv.VaultEnvLoader;
import io.envdrift.vaultenv.project.EnvFileWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code vault-env pull}: the latest version, masked on the screen, or in a file that parses back to the same values. */
final class PullSecretsCommand extends EnvironmentAction {
    private static final String STANDARD_OUTPUT = "-";

    private @Nullable String output;
    private @Nullable Duration maxAge;

    PullSecretsCommand(Host host) {
        super(
                host,
                Outline.of(
                        "pull",
                        "Decrypt the latest version. Values are shown masked unless --output says where they go.",
                        "When the server is away, the cache of the last pull answers, and standard error says so."));
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        options.value(
                "--output", "PATH", "Write the values to this file (0600); '-' prints them.", text -> output = text);
        options.value(
                        "--max-age",
                        "AGE",
                        "Oldest cache that may answer for the server, as in 90s, 15m, 12h, 7d (default: any).",
                        Duration.class,
                        given -> maxAge = given)
                .converters(new AgeConverter());
    }

    @Override
    protected Reporter.Result run(VaultEnvSession session, String environment) {
        VaultEnvLoader loader = session.loader(environment);
        if (maxAge != null) {
            loader.maxCacheAge(maxAge);
        }
        if (output == null) {
            VaultEnv env = loader.load();
            IgnoredByGit.warn(session.reporter(), List.of(cacheFile(session)));
            return masked(env, environment);
        }
        return output.equals(STANDARD_OUTPUT)
                ? printed(session, loader.load().vaultValues())
                : written(session, session.host().workingDirectory().resolve(output), loader.load(), environment);
    }

    private Reporter.Result masked(VaultEnv env, String environment) {
        List<Row> rows = new ArrayList<>();
        env.vaultValues().forEach((name, value) -> {
            String shown = Masking.mask(value);
            rows.add(Row.line(Level.PLAIN, name + "=" + shown, Fields.of("name", name, "value", shown)));
        });
        Report report = report().section(Report.Section.messages(rows));
        return new Reporter.Result(report.close(Level.PLAIN, summary(env, environment) + ", values masked"), true);
    }

    private Reporter.Result printed(VaultEnvSession session, Map<String, String> values) {
        return printed(session, values, () -> EnvFileWriter.render(values));
    }

    private static Path cacheFile(VaultEnvSession session) {
        return session.envFile().resolveSibling(".vault-cache");
    }

    private Reporter.Result written(VaultEnvSession session, Path file, VaultEnv env, String environment) {
        if (LocalEnv.read(file).vaultKey().isPresent()) {
            throw new EnvdriftException(
                    ErrorCode.VAULT_KEY,
                    output + " holds VAULT_KEY, which would be lost",
                    "name another file, as in --output .env." + environment);
        }
        EnvFileWriter.write(file, env.vaultValues());
        IgnoredByGit.warn(session.reporter(), List.of(file, cacheFile(session)));
        return done(List.of(Row.line(
                Level.GOOD,
                summary(env, environment) + ", written to " + output,
                Fields.of(
                        "file",
                        file.toString(),
                        "names",
                        List.copyOf(env.vaultValues().keySet())))));
    }

    private static String summary(VaultEnv env, String environment) {
        int count = env.vaultValues().size();
        String version =
                env.version().isPresent() ? " (version " + env.version().getAsLong() + ")" : "";
        return count + (count == 1 ? " secret" : " secrets") + " of '" + environment + "'" + version;
    }
}
