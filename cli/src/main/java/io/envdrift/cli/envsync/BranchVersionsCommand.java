package io.envdrift.cli.envsync;

import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.envsync.EnvSync;
import io.envdrift.envsync.ProjectCalls;
import io.envdrift.envsync.protocol.VersionEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code envsync versions}: the history of a branch, newest first. */
final class BranchVersionsCommand extends BranchAction {
    BranchVersionsCommand(Host host) {
        super(host);
    }

    @Override
    public Outline outline() {
        return Outline.of("versions", "List the versions of a branch, newest first: who pushed them, and when.");
    }

    @Override
    protected Reporter.Result run(EnvSyncSession session) {
        String branch = branch(session);
        try (EnvSync sync = session.open(Optional.empty())) {
            List<VersionEntry> versions = new ProjectCalls(sync.server(), sync.project()).versions(branch);
            return done(
                    versions.isEmpty()
                            ? List.of(Row.line(Level.PLAIN, "Nothing was pushed to " + branch + " yet", Map.of()))
                            : versions.stream().map(BranchVersionsCommand::row).toList());
        }
    }

    private static Row row(VersionEntry entry) {
        int count = entry.keyNames().size();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", entry.version());
        fields.put("names", entry.keyNames());
        fields.put("pushedBy", entry.pushedBy());
        fields.put("pushedAt", entry.pushedAt());
        return Row.line(
                Level.PLAIN,
                "v" + entry.version() + "  " + entry.pushedAt() + "  " + entry.pushedBy() + "  " + count
                        + (count == 1 ? " key" : " keys"),
                fields);
    }
}
