package io.envdrift.cli.envsync;

import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.envsync.ProjectCalls;
import io.envdrift.envsync.protocol.BranchEntry;

/** {@code envsync branches}: what was pushed to the project. */
final class BranchesCommand extends EnvSyncAction {
    BranchesCommand(Host host) {
        super(host, Outline.of("branches", "List the project's branches, with their newest version."));
    }

    @Override
    protected Reporter.Result run(EnvSyncSession session) {
        return listed(session.ask(ProjectCalls::branches), BranchesCommand::row, "Nothing was pushed yet");
    }

    private static Row row(BranchEntry entry) {
        return Row.line(
                Level.PLAIN,
                entry.branch() + "  v" + entry.version() + "  " + entry.pushedAt() + "  " + entry.pushedBy(),
                Fields.of(
                        "branch", entry.branch(),
                        "version", entry.version(),
                        "keys", entry.keyCount(),
                        "pushedBy", entry.pushedBy(),
                        "pushedAt", entry.pushedAt()));
    }
}
