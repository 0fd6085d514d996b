package io.envdrift.cli.command;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.DescribedCommand;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.OutputOptions;
import io.envdrift.cli.base.ProjectOpener;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.VaultOptions;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.workflow.examine.Finding;
import io.envdrift.workflow.examine.KeyStatus;
import io.envdrift.workflow.examine.Status;
import io.envdrift.workflow.examine.UnmappedFiles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code envdrift status}: vault, keys file and env file side by side. */
public final class StatusCommand implements DescribedCommand {
    private final Host host;
    private final VaultOptions.ConfigOption config = new VaultOptions.ConfigOption();
    private final VaultOptions vault = new VaultOptions();
    private final OutputOptions output = new OutputOptions();
    private @Nullable String profile;
    private @Nullable String reportTo;

    /** Creates the command for a machine. */
    public StatusCommand(Host host) {
        this.host = host;
    }

    @Override
    public Outline outline() {
        return Outline.of("status", "Show for each mapping which key the vault, .env.keys and the env file have.")
                .footer(
                        "",
                        "Keys are told apart by fingerprint: the first 16 hex digits of the public key.",
                        "Writes nothing. Exit 1 when a mapping needs attention.",
                        "",
                        "Examples:",
                        "  envdrift status",
                        "  envdrift status --profile local --format json");
    }

    @Override
    public void declare(CommandOptions options) {
        config.declare(options);
        vault.declare(options);
        output.declare(options);
        options.value("--profile", "NAME", "Also take the mappings of this profile.", text -> profile = text);
        options.value(
                "--report-to",
                "URL",
                "Also post the report, without values, to this envdrift-server (ENVDRIFT_REPORT_TOKEN).",
                text -> reportTo = text);
    }

    private static String close(long attention, int mappings, boolean open) {
        if (attention > 0) {
            return attention + " of " + mappings + " mapping(s) need attention, see above";
        }
        return open ? "Every key fits, but git has what must not be committed, see above" : "Every key fits";
    }

    @Override
    public Integer call() {
        Reporter reporter = new Reporter(host, "status", output)
                .given(config, vault, profile)
                .postingTo(reportTo);
        return reporter.run(() -> {
            try (ProjectOpener.Opened opened =
                    new ProjectOpener(config.machine(output.machine(host))).open(config.path(), vault)) {
                reporter.warn(opened.warnings());
                List<KeyStatus> rows = new Status(opened.project()).run(Optional.ofNullable(profile));
                long attention =
                        rows.stream().filter(StatusPresenter::needsAttention).count();
                List<Finding> unmapped = new UnmappedFiles(opened.project()).run();
                reporter.warn(unmapped.stream().map(Finding::text).toList());
                boolean open = unmapped.stream().anyMatch(found -> found.severity() == Finding.Severity.PROBLEM);
                StatusPresenter presenter = new StatusPresenter(
                        opened.project().config().file(),
                        config.path(),
                        Optional.ofNullable(profile),
                        host.workingDirectory(),
                        rows);
                Map<String, Object> summary = new LinkedHashMap<>();
                summary.put("Mappings", rows.size());
                summary.put("Need attention", attention);
                Report report = new Report("status")
                        .section(new Report.Section(
                                "", rows.stream().map(presenter::row).toList(), "Status", summary))
                        .close(attention == 0 && !open ? Level.GOOD : Level.ERROR, close(attention, rows.size(), open));
                return new Reporter.Result(report, attention == 0 && !open);
            }
        });
    }
}
