package io.envdrift.cli.vaultenv;

import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.vaultenv.project.NameChanges;
import io.envdrift.vaultenv.project.StoreSecrets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints the result of a write, in the words of the original. */
final class Stored {
    private Stored() {}

    /** Returns the line for a whole environment: its version and how many names changed. */
    static Row pushed(String environment, StoreSecrets.Stored stored) {
        NameChanges changes = stored.changes();
        String summary = changes.isEmpty()
                ? "no changes"
                : changes.added().size() + " added, " + changes.modified().size() + " modified, "
                        + changes.removed().size() + " removed";
        return line("Pushed.", summary, environment, stored);
    }

    /** Returns the line for single names. */
    static Row edited(String what, String environment, StoreSecrets.Stored stored) {
        return line(what, stored.changes().isEmpty() ? "no changes" : "", environment, stored);
    }

    /** Warns about a version that this device could not read. */
    static void warn(Reporter reporter, String environment, StoreSecrets.Stored stored) {
        stored.unreadVersion()
                .ifPresent(version -> reporter.warn(List.of("Version " + version + " of '" + environment
                        + "' was encrypted by another device or is damaged: it was replaced"
                        + " unread and stays in the history")));
    }

    private static Row line(String what, String summary, String environment, StoreSecrets.Stored stored) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("environment", environment);
        fields.put("version", stored.version());
        fields.put("added", stored.changes().added());
        fields.put("modified", stored.changes().modified());
        fields.put("removed", stored.changes().removed());
        String end = summary.isEmpty() ? "" : " (" + summary + ")";
        return Row.line(Level.GOOD, what + " Version: " + stored.version() + end, fields);
    }
}
