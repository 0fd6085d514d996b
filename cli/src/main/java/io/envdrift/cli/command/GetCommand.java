package io.envdrift.cli.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.ShellLine;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.OptionalProject;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.OutputOptions;
import io.envdrift.cli.base.ProjectCommand;
import io.envdrift.cli.base.Reporter;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.Interpolation;
import io.envdrift.dotenv.RawValue;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.json.JsonStyle;
import io.envdrift.json.JsonWriter;
import io.envdrift.sync.EnvFile;
import io.envdrift.workflow.files.TextGate;
import io.envdrift.workflow.keys.FileKeys;
import io.envdrift.workflow.keys.OwnedFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code envdrift get}: decrypted and expanded values on standard output; the file stays as it is. */
public final class GetCommand extends ProjectCommand {
    private static final Path PLAIN = Path.of(".env");

    private @Nullable String name;
    private List<Path> files = List.of();
    private boolean override;

    /** Creates the command for a machine. */
    public GetCommand(Host host) {
        super(
                host,
                Outline.of("get", "Print one decrypted value, or all as JSON.")
                        .footer(
                                "",
                                "Examples:",
                                "  envdrift get DATABASE_URL -f .env.production",
                                "  envdrift get -f .env -f .env.local          all values as JSON, later files win"));
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
    protected Reporter.Result work(Reporter reporter) {
        Map<String, String> values = Interpolation.resolve(read(reporter), host.environment(), override);
        boolean json = reporter.format() == OutputOptions.Format.JSON;
        if (name == null) {
            JsonWriter.print(host.out(), values, JsonStyle.COMPACT);
        } else {
            String value = values.get(name);
            if (value == null) {
                ShellLine names = ShellLine.of("envdrift", "get");
                files.forEach(file -> names.option("-f", file.toString()));
                throw new EnvdriftException(
                        ErrorCode.FILE_NOT_FOUND, "No variable " + name, "names there are: " + names);
            }
            if (json) {
                JsonWriter.print(host.out(), Map.of(name, value), JsonStyle.COMPACT);
            } else {
                byte[] line = (value + "\n").getBytes(StandardCharsets.UTF_8);
                host.out().write(line, 0, line.length);
            }
        }
        return Reporter.Result.printed();
    }

    private List<RawValue> read(Reporter reporter) {
        try (OptionalProject project = openIfPresent(reporter)) {
            FileKeys keys = keys(project);
            List<RawValue> values = new ArrayList<>();
            if (files.isEmpty()) {
                values.addAll(read(owned(project.config(), PLAIN, OwnedFile.Named.BY_DEFAULT), PLAIN, keys, reporter));
            }
            for (Path file : files) {
                values.addAll(read(owned(project.config(), file, OwnedFile.Named.TO_READ), file, keys, reporter));
            }
            return values;
        }
    }

    private static List<RawValue> read(OwnedFile owned, Path file, FileKeys keys, Reporter reporter) {
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
