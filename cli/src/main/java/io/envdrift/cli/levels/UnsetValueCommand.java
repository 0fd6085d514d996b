package io.envdrift.cli.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.levels.LevelEdit;
import io.envdrift.levels.PulledLevels;
import io.envdrift.levels.merge.LevelContent;
import java.util.List;
import java.util.OptionalLong;

/** {@code levels unset}: removes one value of one level. */
final class UnsetValueCommand extends PathAction {
    private String name = "";

    UnsetValueCommand(Host host) {
        super(
                host,
                Outline.of(
                        "unset",
                        "Remove one value of the level that PATH names; a level above may still have one of the"
                                + " name."));
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        options.argument("NAME", "The variable.", String.class, text -> name = text);
    }

    @Override
    protected Reporter.Result run(LevelsSession session) {
        PulledLevels before = session.levels().read(path());
        LevelContent content = before.deepest()
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.SECRET_NOT_FOUND,
                        "level '" + path() + "' has no values",
                        "there is nothing to unset"));
        OptionalLong version = session.levels().write(before, LevelEdit.unset(content, name), false);
        return done(List.of(Row.line(
                Level.GOOD,
                "✓ Removed " + name + " from " + path()
                        + (version.isPresent() ? " (version " + version.getAsLong() + ")" : ""),
                Fields.of("path", path().toString(), "name", name, "status", "removed"))));
    }
}
