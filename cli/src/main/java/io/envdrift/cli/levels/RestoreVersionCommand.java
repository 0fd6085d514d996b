package io.envdrift.cli.levels;

import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import java.util.List;
import java.util.OptionalLong;

/** {@code levels restore}: makes a version the current content again. */
final class RestoreVersionCommand extends VersionAction {
    RestoreVersionCommand(Host host) {
        super(
                host,
                "",
                Outline.of(
                        "restore",
                        "Make a version of a level the one that counts; what counted is kept as a version.",
                        "A version under a former client key is encrypted again under the current one, here."));
    }

    @Override
    protected Reporter.Result run(LevelsSession session) {
        OptionalLong stored = session.levels().project(path().project()).restore(path(), version(), oldKeys(session));
        return done(List.of(Row.line(
                Level.GOOD,
                "✓ Restored version " + version() + " of " + path()
                        + (stored.isPresent() ? " (now version " + stored.getAsLong() + ")" : ""),
                Fields.of("path", path().toString(), "restored", version(), "status", "restored"))));
    }
}
