package io.envdrift.cli.envsync;

import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.envsync.EnvSync;
import io.envdrift.envsync.ProjectCalls;
import io.envdrift.envsync.protocol.BranchEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code envsync branches}: what was pushed to the project. */
final class BranchesCommand extends EnvSyncAction {
    BranchesCommand(Host host) {
        super(host);
    }

    @Override
    public Outline outline() {
        return Outline.of("branches", "List the project's branches, with their newest version.");
    }

    @Override
    protected Reporter.Result run(EnvSyncSession session) {
        try (EnvSync sync = session.open(Optional.empty())) {
            List<BranchEntry> branches = new ProjectCalls(sync.server(), sync.project()).branches();
            return done(
                    branches.isEmpty()
                            ? List.of(Row.line(Level.PLAIN, "Nothing was pushed yet", Map.of()))
                            : branches.stream().map(BranchesCommand::row).toList());
        }
    }

    private static Row row(BranchEntry entry) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("branch", entry.branch());
        fields.put("version", entry.version());
        fields.put("keys", entry.keyCount());
        fields.put("pushedBy", entry.pushedBy());
        fields.put("pushedAt", entry.pushedAt());
        return Row.line(
                Level.PLAIN,
                entry.branch() + "  v" + entry.version() + "  " + entry.pushedAt() + "  " + entry.pushedBy(),
                fields);
    }
}
