package io.envdrift.cli.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.config.Mapping;
import io.envdrift.sync.DecryptionTest;
import io.envdrift.sync.KeyMaterial;
import io.envdrift.sync.Outcome;
import io.envdrift.sync.SyncReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Puts a sync report into rows, in the words and icons of the original tool. */
final class SyncPresenter {
    private final Path configFile;

    SyncPresenter(Path configFile) {
        this.configFile = configFile;
    }

    /** Icon, status word and level of an outcome. */
    private record Look(String icon, String status, Level level) {}

    Report.Section section(SyncReport report) {
        return new Report.Section("", report.rows().stream().map(this::row).toList(), "Sync Summary", summary(report));
    }

    /** Adds the line that says how it ended. */
    static void close(Report report, SyncReport sync) {
        if (sync.hasErrors()) {
            report.close(Level.ERROR, "Sync completed with errors");
        } else if (sync.isAllInSync()) {
            report.close(Level.GOOD, "All services synced successfully");
        } else {
            long skipped = sync.count(Outcome.Skipped.class);
            long planned = sync.count(Outcome.WouldCreate.class) + sync.count(Outcome.WouldUpdate.class);
            report.close(
                    Level.WARNING,
                    planned > 0
                            ? "Dry run: " + planned + " would change, nothing was written"
                            : "Sync finished: " + skipped + " of " + sync.rows().size() + " skipped, see above");
        }
    }

    private Row row(SyncReport.Row row) {
        Mapping mapping = row.mapping();
        Look look = look(row.outcome());
        Level level = row.isError() ? Level.ERROR : row.notes().isEmpty() ? look.level() : Level.WARNING;
        String text = mapping.folderPath() + " (" + mapping.secretName() + ", env: " + mapping.environment() + ") - "
                + look.status();
        return new Row(
                level,
                look.icon(),
                text,
                details(row),
                fields(row, look),
                Optional.of(new Row.Place(configFile.toString(), mapping.line())));
    }

    private static Look look(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Created any -> new Look("+", "created", Level.GOOD);
            case Outcome.Updated any -> new Look("~", "updated", Level.GOOD);
            case Outcome.WouldCreate any -> new Look("+", "would be created", Level.PLAIN);
            case Outcome.WouldUpdate any -> new Look("~", "would be updated", Level.PLAIN);
            case Outcome.Unchanged any -> new Look("=", "skipped (up to date)", Level.PLAIN);
            case Outcome.Skipped(var reason) -> new Look("=", "skipped (" + reason + ")", Level.PLAIN);
            case Outcome.Ephemeral any -> new Look("*", "ephemeral (key not stored locally)", Level.PLAIN);
            case Outcome.Declined any -> new Look("=", "skipped (update declined)", Level.ERROR);
            case Outcome.Drifted any -> new Look("x", "error", Level.ERROR);
            case Outcome.Failed any -> new Look("x", "error", Level.ERROR);
        };
    }

    /** The status in machine form. */
    static String status(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Created any -> "created";
            case Outcome.Updated any -> "updated";
            case Outcome.WouldCreate any -> "would_create";
            case Outcome.WouldUpdate any -> "would_update";
            case Outcome.Unchanged any -> "unchanged";
            case Outcome.Skipped any -> "skipped";
            case Outcome.Ephemeral any -> "ephemeral";
            case Outcome.Declined any -> "declined";
            case Outcome.Drifted any -> "drifted";
            case Outcome.Failed any -> "error";
        };
    }

    private static List<String> details(SyncReport.Row row) {
        List<String> details = new ArrayList<>();
        switch (row.outcome()) {
            case Outcome.Failed(var failure) -> {
                details.add("Error: " + failure.getMessage());
                failure.hint().ifPresent(hint -> details.add("Hint: " + hint));
            }
            case Outcome.Drifted(var material, var local, var reason) -> {
                details.add("Error: " + reason);
                details.add("Local: " + local.preview());
                details.add("Vault: " + material.value().preview());
                details.add("Hint: to take the vault's key: envdrift sync --force");
            }
            case Outcome.Declined(var material, var local) -> {
                details.add("Local: " + local.preview());
                details.add("Vault: " + material.value().preview());
            }
            case Outcome.Updated(var material, var backup) -> details.add("Backup: " + backup);
            case Outcome.Created any -> {}
            case Outcome.WouldCreate any -> {}
            case Outcome.WouldUpdate any -> {}
            case Outcome.Unchanged any -> {}
            case Outcome.Skipped any -> {}
            case Outcome.Ephemeral any -> {}
        }
        row.notes().forEach(note -> details.add("Warning: " + note));
        row.decryption()
                .ifPresent(test -> details.add(
                        switch (test) {
                            case DecryptionTest.Passed any -> "Decryption: PASSED";
                            case DecryptionTest.Failed(var reason, var line) -> "Decryption: FAILED (" + reason + ")";
                        }));
        return details;
    }

    private static Map<String, Object> fields(SyncReport.Row row, Look look) {
        Mapping mapping = row.mapping();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("secret", mapping.secretName());
        fields.put("folder", mapping.folderPath());
        fields.put("environment", mapping.environment());
        mapping.profile().ifPresent(profile -> fields.put("profile", profile));
        fields.put("status", status(row.outcome()));
        switch (row.outcome()) {
            case Outcome.Failed(var failure) -> failure(fields, failure);
            case Outcome.Drifted(var material, var local, var reason) -> fields.put("reason", reason);
            case Outcome.Skipped(var reason) -> fields.put("reason", reason);
            default -> fields.put("reason", null);
        }
        Outcome.material(row.outcome())
                .ifPresent(material -> fields.put("vaultFingerprint", later(material::fingerprint)));
        local(row.outcome()).ifPresent(local -> fields.put("localFingerprint", local));
        if (row.outcome() instanceof Outcome.Updated(var material, var backup)) {
            fields.put("backup", backup.toString());
        }
        fields.put("warnings", row.notes());
        row.decryption().ifPresent(test -> {
            fields.put("decryption", test instanceof DecryptionTest.Passed ? "passed" : "failed");
            if (test instanceof DecryptionTest.Failed(var reason, var line)) {
                fields.put("decryptionReason", reason);
            }
        });
        return fields;
    }

    /** A fingerprint takes a public key, which takes a multiplication on the curve; only JSON prints it. */
    private static Supplier<String> later(Supplier<String> fingerprint) {
        return fingerprint;
    }

    static void failure(Map<String, Object> fields, EnvdriftException failure) {
        fields.put("reason", failure.getMessage());
        fields.put("code", failure.code().id());
        failure.hint().ifPresent(hint -> fields.put("hint", hint));
    }

    private static Optional<Supplier<String>> local(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Drifted(var material, var local, var reason) ->
                Optional.of(() -> KeyMaterial.fingerprint(local));
            case Outcome.Declined(var material, var local) -> Optional.of(() -> KeyMaterial.fingerprint(local));
            case Outcome.WouldUpdate(var material, var local) -> Optional.of(() -> KeyMaterial.fingerprint(local));
            case Outcome.Unchanged(var material) -> Optional.of(material::fingerprint);
            default -> Optional.empty();
        };
    }

    private static Map<String, Object> summary(SyncReport report) {
        Map<String, Object> summary = new LinkedHashMap<>();
        long errors = report.rows().stream().filter(SyncReport.Row::isError).count();
        summary.put("Services processed", report.rows().size());
        summary.put("Created", report.count(Outcome.Created.class) + report.count(Outcome.WouldCreate.class));
        summary.put("Updated", report.count(Outcome.Updated.class) + report.count(Outcome.WouldUpdate.class));
        summary.put(
                "Skipped",
                report.count(Outcome.Unchanged.class)
                        + report.count(Outcome.Skipped.class)
                        + report.count(Outcome.Declined.class));
        long ephemeral = report.count(Outcome.Ephemeral.class);
        if (ephemeral > 0) {
            summary.put("Ephemeral", ephemeral + " (not stored locally)");
        }
        summary.put("Errors", errors);
        long passed = report.countTests(DecryptionTest.Passed.class);
        long failed = report.countTests(DecryptionTest.Failed.class);
        if (passed + failed > 0) {
            summary.put("Decryption Tests passed", passed);
            summary.put("Decryption Tests failed", failed);
        }
        return summary;
    }
}
