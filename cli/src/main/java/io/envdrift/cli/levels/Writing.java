package io.envdrift.cli.levels;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.levels.PulledLevels;
import io.envdrift.levels.merge.LevelContent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The steps of writing a level: show the changes, ask for agreement, write; or only show. */
final class Writing {
    private boolean force;
    private boolean dryRun;
    private boolean noBackup;

    void declare(CommandOptions options) {
        options.flag("--force", "Write without asking.", on -> force = on);
        options.flag("--dry-run", "Show the names that would change, and write nothing.", on -> dryRun = on);
        options.flag("--no-backup", "Do not keep what was there as a version.", on -> noBackup = on);
    }

    /** Replaces the text of the level that was read. */
    Reporter.Result run(LevelsSession session, Report report, PulledLevels before, String text, boolean asks) {
        Map<String, String> present = before.deepest().map(NameChanges::values).orElse(Map.of());
        NameChanges changes =
                NameChanges.between(present, NameChanges.values(before.path(), session.format(before), text));
        List<Row> rows = new ArrayList<>(changes.rows());
        if (before.deepest().map(LevelContent::text).filter(text::equals).isPresent()) {
            rows.add(line(before, "unchanged", before.path() + " holds this already; nothing was written", changes));
            return result(report, rows);
        }
        if (dryRun) {
            rows.add(line(before, "dry-run", "Nothing was written to " + before.path(), changes));
            return result(report, rows);
        }
        if (asks && !changes.isEmpty()) {
            if (!force) {
                session.host().err().print(changes.lines());
            }
            session.requireAgreement(
                    force, "Replace the values of " + before.path() + "?", before.path() + " has other values");
        }
        OptionalLong version = session.levels().write(before, text, noBackup);
        rows.add(line(
                before,
                "stored",
                "✓ Stored " + before.path() + (version.isPresent() ? " (version " + version.getAsLong() + ")" : ""),
                changes));
        return result(report, rows);
    }

    private static Row line(PulledLevels before, String status, String text, NameChanges changes) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("path", before.path().toString());
        fields.put("status", status);
        fields.put("added", changes.added());
        fields.put("changed", changes.changed());
        fields.put("removed", changes.removed());
        return Row.line(status.equals("stored") ? Level.GOOD : Level.PLAIN, text, fields);
    }

    private static Reporter.Result result(Report report, List<Row> rows) {
        return new Reporter.Result(report.section(Report.Section.messages(rows)), true);
    }
}
