package io.envdrift.cli.levels;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.levels.PulledLevels;
import io.envdrift.levels.merge.LevelContent;
import java.util.Optional;

/** {@code levels push}: a file becomes the text of one level. */
final class PushLevelCommand extends PathAction {
    private String file = "";
    private final Writing writing = new Writing();

    PushLevelCommand(Host host) {
        super(
                host,
                Outline.of(
                        "push",
                        "Encrypt a file and store it as the level that PATH names; the levels above stay as they are.",
                        "The names that come, change or go are shown first. Comments and order of the file survive."));
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        options.argument("FILE", "A .env file, or JSON where the project is.", String.class, text -> file = text);
        writing.declare(options);
    }

    @Override
    protected Reporter.Result run(LevelsSession session) {
        String text = session.text(file);
        PulledLevels before = session.levels().read(path());
        Optional<LevelContent> present = before.deepest();
        return writing.run(session, report(), before, text, present.isPresent());
    }
}
