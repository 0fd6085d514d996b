package io.envdrift.cli.levels;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.levels.protocol.LevelPath;

/** A command about one path. */
abstract class PathAction extends LevelsAction {
    private String path = "";

    PathAction(Host host) {
        super(host);
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
}
