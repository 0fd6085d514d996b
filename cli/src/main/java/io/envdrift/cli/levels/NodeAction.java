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
import io.envdrift.levels.protocol.LevelPath;
import java.util.List;

/** A command about one project, target or environment. */
abstract class NodeAction extends LevelsAction {
    private final NodeKind kind;
    private String path = "";

    NodeAction(Host host, NodeKind kind, Outline outline) {
        super(host, outline);
        this.kind = kind;
    }

    @Override
    public void declare(CommandOptions options) {
        options.argument(kind.argument(), kind.form(), String.class, text -> path = text);
        super.declare(options);
    }

    final NodeKind kind() {
        return kind;
    }

    final LevelPath path() {
        LevelPath parsed = LevelPath.parse(path);
        if (parsed.kind() != kind.level()) {
            throw kind == NodeKind.PROJECT
                    ? new EnvdriftException(ErrorCode.USAGE, "'" + path + "' is no project", "write PROJECT alone")
                    : new EnvdriftException(
                            ErrorCode.USAGE, "'" + path + "' is no path of " + kind.one(), "write " + kind.form());
        }
        return parsed;
    }

    final Reporter.Result told(String what, String status) {
        return done(List.of(Row.line(
                Level.GOOD, "✓ " + what + " " + path(), Fields.of("path", path().toString(), "status", status))));
    }
}
