package io.envdrift.cli.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.DescribedCommand;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.OutputOptions;
import io.envdrift.cli.base.ProjectOpener;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.VaultOptions;
import io.envdrift.cli.render.Report;
import io.envdrift.config.EnvdriftConfig;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.Interpolation;
import io.envdrift.dotenv.RawValue;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.json.JsonStyle;
import io.envdrift.json.JsonWriter;
import io.envdrift.sync.EnvFile;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.files.TextGate;
import io.envdrift.workflow.keys.FileKeys;
import io.envdrift.workflow.keys.OwnedFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code envdrift get}: decrypted and expanded values on standard output; the file stays as it is. */
public final class GetCommand implements DescribedCommand {
    private final Host host;
    private @Nullable String name;
    private List<Path> files = List.of();
    private boolean override;
    private final VaultOptions vault = new VaultOptions();
    private final OutputOptions output = new OutputOptions();

    /** Creates the command for a machine. */
    public GetCommand(Host host) {
        this.host = host;
    }

    @Override
    public Outline outline() {
        return Outline.of("get", "Print one decrypted value, or all as JSON.")
                .footer(
                        "",
                        "Examples:",
                        "  envdrift get DATABASE_URL -f .env.production",
                        "  envdrift get -f .env -f .env.local          all values as JSON, later files win");
    }

    @Override
    public void declare(CommandOptions options) {
        options.optionalArgument("NAME", "The variable; all when left out.", String.class, text -> name = text);
        options.values(
                "-f, --env-file", "FILE", "Env file (default: .env); may repeat.", Path.class, given -> files = given);
        options.flag("-o, --override", "The file wins over the process environment.", on -> override = on);
        vault.declareTimeout(options, "Time limit for a pipe, and for the vault of an ephemeral mapping");
        output.declare(options);
    }

    @Override
    public Integer call() {
        Reporter reporter = new Reporter(host, "get", output);
        return reporter.run(() -> {
            Map<String, String> values = Interpolation.resolve(read(reporter), host.environment(), override);
            boolean json = reporter.format() == OutputOptions.Format.JSON;
            if (name == null) {
                JsonWriter.print(host.out(), values, JsonStyle.COMPACT);
            } else {
                String value = values.get(name);
                if (value == null) {
                    throw new EnvdriftException(
                            ErrorCode.FILE_NOT_FOUND, "No variable " + name, "names there are: envdrift get");
                }
                if (json) {
                    JsonWriter.print(host.out(), Map.of(name, value), JsonStyle.COMPACT);
                } else {
                    byte[] line = (value + "\n").getBytes(StandardCharsets.UTF_8);
                    host.out().write(line, 0, line.length);
                }
            }
            return Reporter.Result.printed(new Report("get"));
        });
    }

    private List<RawValue> read(Reporter reporter) {
        Optional<ProjectOpener.Opened> opened =
                new ProjectOpener(output.machine(host)).openIfPresent(Optional.empty(), vault);
        try {
            opened.ifPresent(found -> reporter.warn(found.warnings()));
            Optional<Project> project = opened.map(ProjectOpener.Opened::project);
            FileKeys keys = new FileKeys(project, KeyRing.ofEnvironment(host.environment()), host.workingDirectory());
            List<RawValue> values = new ArrayList<>();
            for (Path file : files.isEmpty() ? List.of(Path.of(".env")) : files) {
                values.addAll(read(file, project.map(Project::config), keys, reporter));
            }
            return values;
        } finally {
            opened.ifPresent(ProjectOpener.Opened::close);
        }
    }

    private List<RawValue> read(Path file, Optional<EnvdriftConfig> config, FileKeys keys, Reporter reporter) {
        OwnedFile.Named by = files.isEmpty() ? OwnedFile.Named.BY_DEFAULT : OwnedFile.Named.TO_READ;
        OwnedFile owned = OwnedFile.of(host.workingDirectory().resolve(file), config, by, vault.timeout());
        EnvDocument document = EnvFile.parse(owned.snapshot());
        TextGate.requireNoConflict(owned.file(), document);
        reporter.warn(TextGate.warnings(owned.file(), document));
        KeyRing ring = keys.of(owned);
        try {
            return new EnvFileCipher(new SecureRandom()).read(document, ring).orThrow();
        } catch (EnvdriftException e) {
            throw e.about(file);
        }
    }
}
