package io.envdrift.cli.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.levels.LevelEdit;
import io.envdrift.levels.PulledLevels;
import io.envdrift.levels.merge.LevelContent;
import java.util.List;
import java.util.Map;

/** {@code levels import}: the values of existing files are added to a level; what else it has stays. */
final class ImportCommand extends PathAction {
    private List<String> files = List.of();
    private final Writing writing = new Writing();

    ImportCommand(Host host) {
        super(
                host,
                Outline.of(
                        "import",
                        "Add the values of .env files to a level; a name that it has already gets the file's value.",
                        "--dry-run shows the names and writes nothing. Later files win."));
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        options.values("--from", "FILE", "A .env file; may be repeated.", String.class, given -> files = given)
                .required(true);
        writing.declare(options);
    }

    @Override
    protected Reporter.Result run(LevelsSession session) {
        PulledLevels before = session.levels().read(path());
        LevelContent content = session.deepest(before);
        for (String file : files) {
            Map<String, String> values = NameChanges.values(path(), "env", session.text(file));
            if (values.isEmpty()) {
                throw new EnvdriftException(ErrorCode.UNSUITABLE_FILE, file + " holds no value", "nothing was stored");
            }
            for (Map.Entry<String, String> value : values.entrySet()) {
                content = with(content, LevelEdit.set(content, value.getKey(), value.getValue()));
            }
        }
        return writing.run(session, report(), before, content.text(), false);
    }

    private static LevelContent with(LevelContent content, String text) {
        return new LevelContent(content.level(), content.format(), text, content.version(), content.bound());
    }
}
