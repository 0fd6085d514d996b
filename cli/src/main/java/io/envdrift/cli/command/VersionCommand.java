package io.envdrift.cli.command;

import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.ReportingCommand;
import io.envdrift.cli.base.Version;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import java.util.List;

/** {@code envdrift version}. */
public final class VersionCommand extends ReportingCommand {

    /** Creates the command for a machine. */
    public VersionCommand(Host host) {
        super(host, Outline.of("version", "Print the version."));
    }

    @Override
    protected Reporter.Result work(Reporter reporter) {
        Row row = Row.of(
                Level.PLAIN, "envdrift", Version.text(), Fields.of("name", "envdrift", "release", Version.text()));
        return new Reporter.Result(Report.of("version", List.of(row)), true);
    }
}
