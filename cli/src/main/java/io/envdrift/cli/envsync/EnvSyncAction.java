package io.envdrift.cli.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.DescribedCommand;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.OutputOptions;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.SecondsConverter;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A command that calls an EnvSync server: parses, runs one workflow of the library, and reports. */
abstract class EnvSyncAction implements DescribedCommand {
    private static final String DEFAULT_TIMEOUT_SECONDS = "60";

    private final Host host;
    private final OutputOptions output = new OutputOptions();
    private @Nullable String url;
    private Duration timeout = new SecondsConverter().convert(DEFAULT_TIMEOUT_SECONDS);

    EnvSyncAction(Host host) {
        this.host = host;
    }

    @Override
    public void declare(CommandOptions options) {
        options.value("--url", "URL", "Server (default: ENVSYNC_API, else http://127.0.0.1:8000).", text -> url = text);
        options.value(
                        "--timeout",
                        "SECONDS",
                        "Time limit for each call, retries included (default: ${DEFAULT-VALUE}).",
                        Duration.class,
                        given -> timeout = given)
                .converters(new SecondsConverter())
                .defaultValue(DEFAULT_TIMEOUT_SECONDS);
        output.declare(options);
    }

    @Override
    public final Integer call() {
        Reporter reporter = new Reporter(host, name(), output);
        return reporter.run(() -> run(new EnvSyncSession(output.machine(host), reporter, address(), timeout)));
    }

    /** Does what the command is for. */
    abstract Reporter.Result run(EnvSyncSession session);

    /** Returns a report of lines which stand for themselves. */
    Reporter.Result told(boolean success, List<Row> lines) {
        return new Reporter.Result(new Report(name()).section(Report.Section.messages(lines)), success);
    }

    /** Returns a success of such lines. */
    Reporter.Result done(List<Row> lines) {
        return told(true, lines);
    }

    private String name() {
        return "envsync " + outline().name();
    }

    private Optional<URI> address() {
        try {
            return Optional.ofNullable(url).map(URI::create);
        } catch (IllegalArgumentException e) {
            throw new EnvdriftException(
                    ErrorCode.USAGE, "--url is no URL", "write it as in https://envsync.example.com", e);
        }
    }
}
