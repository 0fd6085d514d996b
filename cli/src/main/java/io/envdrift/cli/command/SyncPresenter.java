package io.envdrift.cli.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.config.Mapping;
import io.envdrift.dotenvx.GateFinding;
import io.envdrift.sync.DecryptionTest;
import io.envdrift.sync.KeyMaterial;
import io.envdrift.sync.Outcome;
import io.envdrift.sync.SyncReport;
import io.envdrift.vault.VaultException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts a sync report into rows, in the words and icons of the original tool. */
final class SyncPresenter {
    private final Path configFile;

    SyncPresenter(Path configFile) {
        this.configFile = configFile;
    }

    /** Icon, status word and level of an outcome. */
    private record Look(String icon, String status, Level level) {}

    Report.Section section(SyncReport report) {
        return section("", report);
    }

    Report.Section section(String heading, SyncReport report) {
        Set<String> told = new HashSet<>();
        List<Row> rows = report.rows().stream().map(row -> once(row, told)).toList();
        return new Report.Section(heading, rows, "Sync Summary", summary(report));
    }

    /** What one vault refuses to many mappings is told at the first of them; programs get it in each row. */
    private Row once(SyncReport.Row row, Set<String> told) {
        Row shown = row(row);
        boolean repeated = row.outcome() instanceof Outcome.Failed(var failure)
                && failure instanceof VaultException
                && !told.add(failure.getMessage() + failure.hint());
        return repeated
                ? shown.reworded(shown.level(), shown.icon(), shown.text() + " (the same as above)", List.of())
                : shown;
    }

    /** Returns the rows of a comparison in the words of {@code lock --verify-vault}. */
    Report.Section verification(String heading, SyncReport report) {
        return new Report.Section(
                heading, report.rows().stream().map(this::verified).toList(), "", Map.of());
    }

    private Row verified(SyncReport.Row row) {
        Row shown = row(row);
        String folder = row.mapping().folderPath();
        if (!row.isError()) {
            String words = row.outcome().isInSync()
                    ? "keys match vault"
                    : look(row.outcome()).status();
            return shown.reworded(shown.level(), "✓", folder + " - " + words, shown.details());
        }
        boolean noFile = row.outcome() instanceof Outcome.Failed(var failure)
                && failure.code() == ErrorCode.DRIFT
                && !Files.exists(row.mapping().keysFile());
        return noFile
                ? shown.reworded(
                        Level.ERROR,
                        "✗",
                        folder + " - cannot verify: " + row.mapping().envKeysFilename() + " not found",
                        List.of("Hint: bring the key first: envdrift lock --sync-keys"))
                : shown.reworded(Level.ERROR, "✗", folder + " - keys do not match", shown.details());
    }

    /** Adds the line that says how it ended. */
    static void close(Report report, SyncReport sync) {
        if (sync.hasErrors()) {
            report.close(Level.ERROR, "Sync completed with errors");
        } else if (sync.isAllInSync()) {
            report.close(Level.GOOD, "All services synced successfully");
        } else {
            long skipped = sync.count(Outcome.Skipped.class) + sync.count(Outcome.Ahead.class);
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
        String text = mapping.folderPath() + " (" + mapping.secretName() + ", env: " + mapping.shownEnvironment()
                + ") - " + look.status();
        Row shown = new Row(
                level,
                look.icon(),
                text,
                details(row),
                fields(row, look),
                Optional.of(new Row.Place(configFile.toString(), mapping.line())));
        return failedTest(row)
                .flatMap(failed -> failed.file().map(file -> annotated(shown, shown(file), failed)))
                .orElse(shown);
    }

    /** A failed test is seen where the file is at fault, not where its mapping is. */
    private static Row annotated(Row row, String file, DecryptionTest.Failed failed) {
        Row found = GatePresenter.with(row, file, failed.findings());
        return new Row(
                row.level(),
                row.icon(),
                row.text(),
                row.details(),
                found.fields(),
                Optional.of(new Row.Place(file, failed.line())),
                found.remarks());
    }

    private String shown(Path file) {
        Path directory = configFile.getParent();
        return directory != null && file.startsWith(directory)
                ? directory.relativize(file).toString()
                : file.toString();
    }

    private static Optional<DecryptionTest.Failed> failedTest(SyncReport.Row row) {
        return row.decryption().filter(DecryptionTest.Failed.class::isInstance).map(DecryptionTest.Failed.class::cast);
    }

    private static Look look(Outcome outcome) {
        return switch (outcome.kind()) {
            case CREATED -> new Look("+", "created", Level.GOOD);
            case UPDATED -> new Look("~", "updated", Level.GOOD);
            case ADVANCED ->
                ((Outcome.Advanced) outcome).newer()
                        ? new Look("~", "updated (the vault had a newer key)", Level.GOOD)
                        : new Look("~", "updated (with older keys of the vault)", Level.GOOD);
            case AHEAD ->
                outcome.isError()
                        ? new Look("x", "error", Level.ERROR)
                        : new Look("=", "skipped (" + reason(outcome) + ")", Level.WARNING);
            case WOULD_CREATE -> new Look("+", "would be created", Level.PLAIN);
            case WOULD_UPDATE -> new Look("~", "would be updated", Level.PLAIN);
            case UNCHANGED -> new Look("=", "skipped (up to date)", Level.PLAIN);
            case SKIPPED -> new Look("=", "skipped (" + reason(outcome) + ")", Level.PLAIN);
            case EPHEMERAL -> new Look("*", "ephemeral (key not stored locally)", Level.PLAIN);
            case DECLINED -> new Look("=", "skipped (update declined)", Level.ERROR);
            case BEHIND, DRIFTED, FAILED -> new Look("x", "error", Level.ERROR);
        };
    }

    /** The status in machine form. */
    static String status(Outcome outcome) {
        return switch (outcome.kind()) {
            case CREATED -> "created";
            case UPDATED, ADVANCED -> "updated";
            case BEHIND -> "behind";
            case AHEAD -> "ahead";
            case WOULD_CREATE -> "would_create";
            case WOULD_UPDATE -> "would_update";
            case UNCHANGED -> "unchanged";
            case SKIPPED -> "skipped";
            case EPHEMERAL -> "ephemeral";
            case DECLINED -> "declined";
            case DRIFTED -> "drifted";
            case FAILED -> "error";
        };
    }

    private static @Nullable String reason(Outcome outcome) {
        if (outcome instanceof Outcome.Drifted drifted) {
            return drifted.reason();
        }
        if (outcome instanceof Outcome.Behind) {
            return "behind: the vault has a newer key";
        }
        if (outcome instanceof Outcome.Ahead) {
            return "ahead: the keys file has a newer key than the vault";
        }
        return outcome instanceof Outcome.Skipped skipped ? skipped.reason() : null;
    }

    /** What the keys file holds instead of the vault's key. */
    private static Optional<Secret> local(Outcome outcome) {
        if (outcome instanceof Outcome.Drifted drifted) {
            return Optional.of(drifted.local());
        }
        if (outcome instanceof Outcome.Behind behind) {
            return Optional.of(behind.local());
        }
        if (outcome instanceof Outcome.Ahead ahead) {
            return Optional.of(ahead.local());
        }
        return outcome instanceof Outcome.Declined declined ? Optional.of(declined.local()) : Optional.empty();
    }

    private List<String> details(SyncReport.Row row) {
        List<String> details = new ArrayList<>();
        Outcome outcome = row.outcome();
        if (outcome instanceof Outcome.Failed(var failure)) {
            details.add("Error: " + failure.getMessage());
            failure.hint().ifPresent(hint -> details.add("Hint: " + hint));
        }
        if (outcome.isError() && reason(outcome) != null) {
            details.add("Error: " + reason(outcome));
        }
        local(outcome).ifPresent(local -> {
            details.add("Local: " + KeyMaterial.described(local));
            Outcome.material(outcome).ifPresent(vault -> details.add("Vault: " + KeyMaterial.described(vault.value())));
        });
        if (outcome instanceof Outcome.Drifted drifted) {
            details.add("Hint: "
                    + KeyAdvice.drift(drifted.fit(), "envdrift sync --force", "envdrift vault-push --all --force"));
        }
        if (outcome instanceof Outcome.Behind) {
            details.add("Hint: run: envdrift sync (nothing is lost, --force is not needed)");
        }
        if (outcome instanceof Outcome.Ahead ahead) {
            details.add("Hint: " + KeyAdvice.ahead(ahead.fit(), "envdrift vault-push --all"));
        }
        if (outcome instanceof Outcome.Updated updated) {
            details.add("Backup: " + updated.backup());
        }
        row.notes().forEach(note -> details.add("Warning: " + note));
        row.decryption()
                .ifPresent(test -> details.add(
                        test instanceof DecryptionTest.Failed failed
                                ? "Decryption: FAILED (" + failed.reason() + ")"
                                : "Decryption: PASSED"));
        failedTest(row).map(DecryptionTest.Failed::findings).ifPresent(findings -> findings(row, findings, details));
        return details;
    }

    private void findings(SyncReport.Row row, List<GateFinding> findings, List<String> details) {
        String file = failedTest(row)
                .flatMap(DecryptionTest.Failed::file)
                .map(this::shown)
                .orElse(row.mapping().folderPath());
        findings.forEach(finding -> details.add("  " + file + ": " + finding.message()));
        findings.stream().findFirst().ifPresent(finding -> details.add("Hint: " + finding.advice()));
    }

    private static Map<String, Object> fields(SyncReport.Row row, Look look) {
        Mapping mapping = row.mapping();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("secret", mapping.secretName());
        fields.put("folder", mapping.folderPath());
        fields.put("environment", mapping.environment());
        mapping.profile().ifPresent(profile -> fields.put("profile", profile));
        fields.put("status", status(row.outcome()));
        if (row.outcome() instanceof Outcome.Failed failed) {
            failure(fields, failed.failure());
        } else {
            fields.put("reason", reason(row.outcome()));
        }
        Outcome.material(row.outcome())
                .ifPresent(material -> fields.put("vaultFingerprint", later(material::fingerprint)));
        localFingerprint(row.outcome()).ifPresent(local -> fields.put("localFingerprint", local));
        if (row.outcome() instanceof Outcome.Updated updated) {
            fields.put("backup", updated.backup().toString());
        }
        fields.put("warnings", row.notes());
        row.decryption().ifPresent(test -> {
            fields.put("decryption", test instanceof DecryptionTest.Passed ? "passed" : "failed");
            if (test instanceof DecryptionTest.Failed failed) {
                fields.put("decryptionReason", failed.reason());
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

    private static Optional<Supplier<String>> localFingerprint(Outcome outcome) {
        if (outcome instanceof Outcome.Unchanged unchanged) {
            return Optional.of(unchanged.material()::fingerprint);
        }
        Optional<Secret> other =
                outcome instanceof Outcome.WouldUpdate would ? Optional.of(would.local()) : local(outcome);
        return other.map(local -> () -> KeyMaterial.fingerprint(local));
    }

    private static Map<String, Object> summary(SyncReport report) {
        Map<String, Object> summary = new LinkedHashMap<>();
        long errors = report.rows().stream().filter(SyncReport.Row::isError).count();
        summary.put("Services processed", report.rows().size());
        summary.put("Created", report.count(Outcome.Created.class) + report.count(Outcome.WouldCreate.class));
        summary.put(
                "Updated",
                report.count(Outcome.Updated.class)
                        + report.count(Outcome.Advanced.class)
                        + report.count(Outcome.WouldUpdate.class));
        summary.put(
                "Skipped",
                report.count(Outcome.Unchanged.class)
                        + report.count(Outcome.Skipped.class)
                        + report.count(Outcome.Ahead.class)
                        + report.count(Outcome.Declined.class));
        long ephemeral = report.count(Outcome.Ephemeral.class);
        if (ephemeral > 0) {
            summary.put("Ephemeral", new Report.Count(ephemeral, "not stored locally"));
        }
        summary.put("Errors", errors);
        long passed = report.countTests(DecryptionTest.Passed.class);
        long failed = report.countTests(DecryptionTest.Failed.class);
        if (passed + failed > 0) {
            Map<String, Object> tests = new LinkedHashMap<>();
            tests.put("Passed", passed);
            tests.put("Failed", failed);
            tests.put("Skipped", report.rows().size() - passed - failed);
            summary.put("Decryption Tests", tests);
        }
        return summary;
    }
}
