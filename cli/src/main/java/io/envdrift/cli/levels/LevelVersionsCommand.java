package io.envdrift.cli.levels;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.levels.protocol.VersionEntry;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code levels versions}: the prior contents of a level, newest first. */
final class LevelVersionsCommand extends PathAction {
    private int page = 1;

    LevelVersionsCommand(Host host) {
        super(
                host,
                Outline.of(
                        "versions",
                        "List what the level that PATH names held before, newest first.",
                        "The content that counts now is not among them. Older ones may be under an older key."));
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        options.count("--page", "N", "Which hundred (default: ${DEFAULT-VALUE}).", given -> page = given)
                .defaultValue("1");
    }

    @Override
    protected Reporter.Result run(LevelsSession session) {
        return listed(
                session.levels().project(path().project()).versions(path(), page),
                LevelVersionsCommand::row,
                page == 1 ? "No version of " + path() + " was kept yet" : "There are no more versions");
    }

    private static Row row(VersionEntry entry) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", entry.id());
        fields.put("action", entry.action());
        fields.put("bytes", entry.size());
        fields.put("keyVersion", entry.keyVersion());
        fields.put("createdAt", entry.createdAt());
        fields.put("createdBy", entry.createdBy().orElse(""));
        return Row.line(
                Level.PLAIN,
                entry.id() + "  " + entry.createdAt() + "  " + entry.action() + "  key " + entry.keyVersion()
                        + entry.createdBy().map(name -> "  " + name).orElse(""),
                fields);
    }
}
