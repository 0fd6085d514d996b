package io.envdrift.cli.levels;

import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.OutputOptions;
import io.envdrift.cli.base.Reporter;
import io.envdrift.json.JsonMembers;
import io.envdrift.levels.merge.LevelContent;
import java.nio.charset.StandardCharsets;

/** {@code levels show}: the text of a version. */
final class ShowVersionCommand extends VersionAction {
    ShowVersionCommand(Host host) {
        super(host);
    }

    @Override
    public Outline outline() {
        return Outline.of("show", "Decrypt a version of a level and print its text.");
    }

    @Override
    protected Reporter.Result run(LevelsSession session) {
        LevelContent content = session.levels().project(path().project()).version(path(), version(), oldKeys(session));
        if (session.reporter().format() == OutputOptions.Format.JSON) {
            session.host()
                    .out()
                    .println(new JsonMembers()
                            .put("version", version())
                            .put("text", content.text())
                            .toJson());
        } else {
            byte[] text = content.text().getBytes(StandardCharsets.UTF_8);
            session.host().out().write(text, 0, text.length);
            session.host().out().flush();
        }
        return new Reporter.Result(report(), true, true);
    }
}
