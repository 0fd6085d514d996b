package io.envdrift.cli.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.AgeConverter;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.IgnoredByGit;
import io.envdrift.cli.base.Outline;
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

/** The two commands that print the values of a path. */
final class ValuesCommand extends PathAction {
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

    private ValuesCommand(Host host, String usualForm, Outline outline) {
        super(host, outline);
        this.usualForm = usualForm;
        this.form = usualForm;
    }

    /** {@code levels pull}: the merged values of a path, printed or written to a file. */
    static ValuesCommand pull(Host host) {
        return new ValuesCommand(
                host,
                "env",
                Outline.of(
                        "pull",
                        "Decrypt and merge the levels of a path, and print the values or write them to a file.",
                        "Messages go to standard error. A level that does not decrypt or parse fails the command, and"
                                + " so does a pull of nothing."));
    }

    /** {@code levels export}: as a pull, in the form of a shell unless another one is asked for. */
    static ValuesCommand export(Host host) {
        return new ValuesCommand(
                host,
                "shell",
                Outline.of(
                        "export",
                        "Print the values of a path for another program: a shell, unless --format says otherwise.",
                        "In a shell: eval \"$(envdrift levels export PATH)\". Nothing in a value is run."));
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
    protected void declareOutput(CommandOptions options, OutputOptions declared) {
        declared.declare(options, FORMS, "Form of the values (default: " + usualForm + ").", word -> form = word);
    }

    @Override
    Optional<Duration> maxAge() {
        return Optional.ofNullable(maxAge);
    }

    @Override
    protected Reporter.Result run(LevelsSession session) {
        OutputFormat writer = writer();
        PulledLevels whole =
                offline ? session.levels().pullCached(path()) : session.levels().pull(path());
        PulledLevels pulled = levelOnly ? requireContent(whole.levelOnly()) : whole;
        Map<String, String> values = resolution.values(session, pulled);
        String text = text(session, writer, pulled, values);
        if (output.equals(STANDARD_OUTPUT)) {
            session.print(text);
            return Reporter.Result.printed();
        }
        return written(session, session.file(output), text.getBytes(StandardCharsets.UTF_8), values, pulled);
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
