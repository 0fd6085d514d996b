package io.envdrift.cli.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.ShellLine;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.levels.protocol.LevelPath;

/** A command about one path. */
abstract class PathAction extends LevelsAction {
    private String path = "";

    PathAction(Host host, Outline outline) {
        super(host, outline);
    }

    @Override
    public void declare(CommandOptions options) {
        options.argument("PATH", "PROJECT[/TARGET[/ENVIRONMENT]]", String.class, text -> path = text);
        super.declare(options);
    }

    /** Returns the path that is meant. */
    final LevelPath path() {
        return LevelPath.parse(path);
    }

    /** Says that no level of the path has a variable. */
    final EnvdriftException unknown(String name) {
        return new EnvdriftException(
                ErrorCode.SECRET_NOT_FOUND,
                "no level of '" + path() + "' has " + name,
                ShellLine.of("levels", "pull", path().toString()) + " prints what there is");
    }
}
