package io.envdrift.cli.envsync;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.envsync.protocol.VersionEntry;
import java.util.List;
import java.util.OptionalLong;

/** {@code envsync rollback}: an old version once more, as the newest. */
final class BranchRollbackCommand extends BranchAction {
    private long version;

    BranchRollbackCommand(Host host) {
        super(host, Outline.of("rollback", "Store an old version of a branch once more, as the newest one."));
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        options.count("--version", "N", "The version to go back to.", given -> version = given)
                .required(true);
    }

    @Override
    protected Reporter.Result run(EnvSyncSession session) {
        String branch = branch(session);
        long stored = session.ask(calls -> {
            OptionalLong current = calls.versions(branch).stream()
                    .mapToLong(VersionEntry::version)
                    .max();
            return calls.rollBack(branch, version, current);
        });
        return done(List.of(Row.line(
                Level.GOOD,
                "✓ Rolled back " + branch + " to version " + version + " (now version " + stored + ")",
                Fields.of("branch", branch, "from", version, "version", stored))));
    }
}
