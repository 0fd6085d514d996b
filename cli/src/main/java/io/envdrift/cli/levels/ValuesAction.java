package io.envdrift.cli.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.AgeConverter;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.IgnoredByGit;
import io.envdrift.cli.base.OutputOptions;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileSnapshot;
import io.envdrift.levels.OutputFormat;
import io.envdrift.levels.PulledLevels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A command that puts the values of a path out. */
abstract class ValuesAction extends PathAction {
    private static final String STANDARD_OUTPUT = "-";
    private static final List<String> FORMS = Arrays.stream(OutputFormat.values())
            .map(form -> form.name().toLowerCase(Locale.ROOT))
            .toList();

    private final Resolution resolution = new Resolution();
    private final String usualForm;
    private String form;
    private String output = STANDARD_OUTPUT;
    private boolean levelOnly;
    private boolean force;
    private boolean offline;
    private @Nullable Duration maxAge;

    ValuesAction(Host host, String usualForm) {
        super(host);
        this.usualForm = usualForm;
        this.form = usualForm;
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        options.value(
                "-o, --output",
                "FILE",
                "Write the values to this file (0600); '-' prints them (default).",
                text -> output = text);
        options.flag("--force", "Replace a file that holds something else.", on -> force = on);
        options.flag("--level-only", "Only the level of PATH itself, without those above it.", on -> levelOnly = on);
        resolution.declare(options);
        options.flag(
                "--offline",
                "Take what was pulled last, without any call; client-managed keys only.",
                on -> offline = on);
        options.value(
                        "--max-age",
                        "AGE",
                        "Oldest cache that may answer for the server, as in 90s, 15m, 12h, 7d (default: any).",
                        Duration.class,
                        given -> maxAge = given)
                .converters(new AgeConverter());
    }

    @Override
    protected final void declareOutput(CommandOptions options, OutputOptions declared) {
        declared.declare(options, FORMS, "Form of the values (default: " + usualForm + ").", word -> form = word);
    }

    @Override
    final Optional<Duration> maxAge() {
        return Optional.ofNullable(maxAge);
    }

    @Override
    protected final Reporter.Result run(LevelsSession session) {
        OutputFormat writer = writer();
        PulledLevels whole =
                offline ? session.levels().pullCached(path()) : session.levels().pull(path());
        PulledLevels pulled = levelOnly ? requireContent(whole.levelOnly()) : whole;
        Map<String, String> values = resolution.values(session, pulled);
        byte[] text = text(session, writer, pulled, values).getBytes(StandardCharsets.UTF_8);
        if (output.equals(STANDARD_OUTPUT)) {
            session.host().out().write(text, 0, text.length);
            session.host().out().flush();
            return Reporter.Result.printed(report());
        }
        return written(session, session.file(output), text, values, pulled);
    }

    private String text(LevelsSession session, OutputFormat writer, PulledLevels pulled, Map<String, String> values) {
        if (writer != OutputFormat.ENV || resolution.isAskedFor()) {
            return writer.write(values);
        }
        session.reporter()
                .warn(pulled.lostReferences().stream()
                        .map(name ->
                                name + ": its references do not survive in this form; levels show prints the text of a"
                                        + " level as it was pushed")
                        .toList());
        return pulled.unresolvedEnv();
    }

    private OutputFormat writer() {
        int index = FORMS.indexOf(form.toLowerCase(Locale.ROOT));
        if (index < 0) {
            throw new EnvdriftException(
                    ErrorCode.USAGE, "there is no form '" + form + "'", "--format is " + String.join(", ", FORMS));
        }
        return OutputFormat.values()[index];
    }

    private PulledLevels requireContent(PulledLevels pulled) {
        if (pulled.values().isEmpty()) {
            throw new EnvdriftException(
                    ErrorCode.SECRET_NOT_FOUND,
                    "level '" + path() + "' itself has no value",
                    "without --level-only the levels above it count too");
        }
        return pulled;
    }

    private Reporter.Result written(
            LevelsSession session, Path target, byte[] text, Map<String, String> values, PulledLevels pulled) {
        boolean other = !Files.isSymbolicLink(target)
                && FileSnapshot.of(target)
                        .content()
                        .filter(before -> before.length > 0 && !Arrays.equals(before, text))
                        .isPresent();
        if (other) {
            session.requireAgreement(
                    force, output + " holds something else. Replace it?", output + " holds something else");
        }
        new AtomicFile(session.host().files()).write(target, text, FileAccess.OWNER_ONLY);
        IgnoredByGit.warn(session.reporter(), List.of(target));
        Report report = report().section(Report.Section.messages(List.of(Row.line(
                Level.GOOD,
                "✓ " + count(values.size()) + " of " + path() + " written to " + output,
                Fields.of(
                        "file",
                        target.toString(),
                        "path",
                        path().toString(),
                        "cached",
                        pulled.cached(),
                        "names",
                        List.copyOf(values.keySet()))))));
        return new Reporter.Result(report, true);
    }

    private static String count(int number) {
        return number + (number == 1 ? " value" : " values");
    }
}
