package io.envdrift.cli.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.levels.PulledLevels;
import io.envdrift.levels.merge.LevelContent;
import io.envdrift.levels.protocol.LevelPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code levels diff}: names that differ between a path and another one, a version of it, or a local file; never a value. */
final class DiffLevelsCommand extends PathAction {
    private @Nullable String other;
    private @Nullable String version;
    private @Nullable String file;
    private List<String> oldKeys = List.of();

    DiffLevelsCommand(Host host) {
        super(
                host,
                Outline.of(
                        "diff",
                        "Compare the values of a path with another path, a version or a file; exit 1 when they differ.",
                        "'+' is what only the other side has, '-' what only PATH has, '~' what differs. A version and"
                                + " a file are compared with the level of PATH alone."));
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        options.atMostOne(one -> {
            one.value("--with", "PATH", "Compare with the merged values of another path.", text -> other = text);
            one.value("--version", "ID", "Compare with a version of the level.", text -> version = text);
            one.value("--file", "FILE", "Compare with a local file.", text -> file = text);
        });
        options.values(
                "--old-key",
                "FILE",
                "File with a former client key that the version is under; may be repeated.",
                String.class,
                given -> oldKeys = given);
    }

    @Override
    protected Reporter.Result run(LevelsSession session) {
        Map<String, String> here;
        Map<String, String> there;
        if (other != null) {
            here = session.levels().pull(path()).values();
            there = session.levels().pull(LevelPath.parse(other)).values();
        } else if (version != null) {
            here = level(session.levels().read(path()));
            List<Secret> keys = oldKeys.stream().map(session::secret).toList();
            there = NameChanges.values(
                    session.levels().project(path().project()).version(path(), version, keys));
        } else if (file != null) {
            PulledLevels pulled = session.levels().read(path());
            here = level(pulled);
            String format = pulled.levels().stream()
                    .map(LevelContent::format)
                    .findFirst()
                    .orElse("env");
            there = NameChanges.values(path(), format, session.text(file));
        } else {
            throw new EnvdriftException(
                    ErrorCode.USAGE, "there is nothing to compare with", "name it: --with, --version or --file");
        }
        NameChanges changes = NameChanges.between(here, there);
        List<Row> rows = new ArrayList<>(changes.rows());
        if (changes.isEmpty()) {
            rows.add(Row.line(Level.PLAIN, "No difference", Map.of("inSync", true)));
        }
        return new Reporter.Result(report().section(Report.Section.messages(rows)), changes.isEmpty());
    }

    private static Map<String, String> level(PulledLevels pulled) {
        return pulled.deepest().map(NameChanges::values).orElse(Map.of());
    }
}
