package io.envdrift.cli.command;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.ProjectCommand;
import io.envdrift.cli.base.ProjectOpener;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.workflow.examine.Finding;
import io.envdrift.workflow.examine.KeyStatus;
import io.envdrift.workflow.examine.Status;
import io.envdrift.workflow.examine.UnmappedFiles;
import java.util.List;
import java.util.Map;

/** {@code envdrift status}: vault, keys file and env file side by side. */
public final class StatusCommand extends ProjectCommand {

    /** Creates the command for a machine. */
    public StatusCommand(Host host) {
        super(
                host,
                Outline.of("status", "Show for each mapping which key the vault, .env.keys and the env file have.")
                        .footer(
                                "",
                                "Keys are told apart by fingerprint: the first 16 hex digits of the public key.",
                                "Writes nothing. Exit 1 when a mapping needs attention.",
                                "",
                                "Examples:",
                                "  envdrift status",
                                "  envdrift status --profile local --format json"));
    }

    @Override
    public void declare(CommandOptions options) {
        declareProject(options);
        declareProfile(options, "Also take the mappings of this profile.");
        declareReportTo(
                options, "Also post the report, without values, to this envdrift-server (ENVDRIFT_REPORT_TOKEN).");
    }

    private static String close(long attention, int mappings, boolean open) {
        if (attention > 0) {
            return attention + " of " + mappings + " mapping(s) need attention, see above";
        }
        return open ? "Every key fits, but git has what must not be committed, see above" : "Every key fits";
    }

    @Override
    protected Reporter.Result work(Reporter reporter) {
        try (ProjectOpener.Opened opened = open(reporter)) {
            List<KeyStatus> rows = new Status(opened.project()).run(profile());
            long attention =
                    rows.stream().filter(StatusPresenter::needsAttention).count();
            List<Finding> unmapped = new UnmappedFiles(opened.project()).run();
            reporter.warn(unmapped.stream().map(Finding::text).toList());
            boolean open = unmapped.stream().anyMatch(found -> found.severity() == Finding.Severity.PROBLEM);
            StatusPresenter presenter = new StatusPresenter(
                    opened.project().config().file(), config.path(), profile(), host.workingDirectory(), rows);
            Map<String, Object> summary = Fields.of("Mappings", rows.size(), "Need attention", attention);
            Report report = new Report("status")
                    .section(new Report.Section(
                            "", rows.stream().map(presenter::row).toList(), "Status", summary))
                    .close(attention == 0 && !open ? Level.GOOD : Level.ERROR, close(attention, rows.size(), open));
            return new Reporter.Result(report, attention == 0 && !open);
        }
    }
}
