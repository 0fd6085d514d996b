package io.envdrift.cli.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.ShellLine;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.levels.merge.LevelContent;

/** {@code levels show}: the text of a level, or of a version of it. */
final class ShowVersionCommand extends VersionAction {
    ShowVersionCommand(Host host) {
        super(
                host,
                " Without it the text that counts.",
                Outline.of("show", "Decrypt a level, or a version of it, and print its text as it was pushed."));
    }

    @Override
    protected Reporter.Result run(LevelsSession session) {
        LevelContent content = version().isEmpty()
                ? current(session)
                : session.levels().project(path().project()).version(path(), version(), oldKeys(session));
        return printed(session, Fields.of("version", version(), "text", content.text()), content::text);
    }

    private LevelContent current(LevelsSession session) {
        return session.levels()
                .read(path())
                .deepest()
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.SECRET_NOT_FOUND,
                        "level '" + path() + "' has no text",
                        ShellLine.of("levels", "pull", path().toString()) + " merges the levels above it too"));
    }
}
