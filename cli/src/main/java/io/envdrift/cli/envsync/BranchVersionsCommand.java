package io.envdrift.cli.envsync;

import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.envsync.protocol.VersionEntry;

/** {@code envsync versions}: the history of a branch, newest first. */
final class BranchVersionsCommand extends BranchAction {
    BranchVersionsCommand(Host host) {
        super(host, Outline.of("versions", "List the versions of a branch, newest first: who pushed them, and when."));
    }

    @Override
    protected Reporter.Result run(EnvSyncSession session) {
        String branch = branch(session);
        return listed(
                session.ask(calls -> calls.versions(branch)),
                BranchVersionsCommand::row,
                "Nothing was pushed to " + branch + " yet");
    }

    private static Row row(VersionEntry entry) {
        int count = entry.keyNames().size();
        return Row.line(
                Level.PLAIN,
                "v" + entry.version() + "  " + entry.pushedAt() + "  " + entry.pushedBy() + "  " + count
                        + (count == 1 ? " key" : " keys"),
                Fields.of(
                        "version", entry.version(),
                        "names", entry.keyNames(),
                        "pushedBy", entry.pushedBy(),
                        "pushedAt", entry.pushedAt()));
    }
}
