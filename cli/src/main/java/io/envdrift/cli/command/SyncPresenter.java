package io.envdrift.cli.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.config.Mapping;
import io.envdrift.dotenvx.GateFinding;
import io.envdrift.sync.DecryptionTest;
import io.envdrift.sync.KeyFit;
import io.envdrift.sync.Outcome;
import io.envdrift.sync.SyncReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Puts a sync report into rows, in the words and icons of the original tool.
 *
 * @param from the directory that the user is in
 */
record SyncPresenter(Path configFile, Path from) {
    Report.Section section(SyncReport report) {
        return section("", report);
    }

    Report.Section section(String heading, SyncReport report) {
        ToldFaults told = new ToldFaults();
        List<Row> rows = report.rows().stream()
                .map(row -> once(row, row(row, report), told))
                .toList();
        return new Report.Section(heading, rows, "Sync Summary", summary(report));
    }

    /** Programs get the fault in each row. */
    private static Row once(SyncReport.Row row, Row shown, ToldFaults told) {
        boolean repeated = row.outcome() instanceof Outcome.Failed(var failure) && told.isTold(failure);
        return repeated
                ? shown.reworded(shown.level(), shown.icon(), shown.text() + " (" + ToldFaults.AGAIN + ")")
                        .below(List.of())
                : shown;
    }

    /** Returns the rows of a comparison in the words of {@code lock --verify-vault}. */
    Report.Section verification(String heading, SyncReport report) {
        ToldFaults told = new ToldFaults();
        return new Report.Section(
                heading,
                report.rows().stream()
                        .map(row -> once(row, verified(row, report), told))
                        .toList(),
                "",
                Map.of());
    }

    /** A vault key that does not open its file must not be taken along with the others. */
    private static boolean isOpposed(SyncReport report) {
        return KeyAdvice.isOpposed(
                report.rows().stream().map(SyncReport.Row::outcome).flatMap(outcome -> switch (outcome) {
                    case Outcome.Drifted drifted -> Stream.of(drifted.fit());
                    case Outcome.Failed(var failure)
                    when failure.code() == ErrorCode.WRONG_PRIVATE_KEY -> Stream.of(KeyFit.LOCAL);
                    default -> Stream.empty();
                }));
    }

    private Row verified(SyncReport.Row row, SyncReport report) {
        Row shown = row(row, report);
        String folder = row.mapping().folderPath();
        if (!row.isError()) {
            String words = row.outcome().isInSync()
                    ? "keys match vault"
                    : OutcomeLook.of(row.outcome()).status();
            return shown.reworded(shown.level(), "✓", folder + " - " + words);
        }
        boolean noFile = row.outcome() instanceof Outcome.Failed(var failure)
                && failure.code() == ErrorCode.DRIFT
                && !Files.exists(row.mapping().keysFile());
        return noFile
                ? shown.reworded(
                                Level.ERROR,
                                "✗",
                                folder + " - cannot verify: " + row.mapping().envKeysFilename() + " not found")
                        .below(List.of("Hint: bring the key first: envdrift lock --sync-keys"))
                : shown.reworded(
                        Level.ERROR,
                        "✗",
                        folder + (isCompared(row.outcome()) ? " - keys do not match" : " - cannot verify"));
    }

    /** A vault that did not answer has no keys to compare. */
    private static boolean isCompared(Outcome outcome) {
        return !(outcome instanceof Outcome.Failed(var failure))
                || failure.code() == ErrorCode.DRIFT
                || failure.code() == ErrorCode.WRONG_PRIVATE_KEY;
    }

    /** Adds the line with the overall result. */
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

    private Row row(SyncReport.Row row, SyncReport report) {
        Mapping mapping = row.mapping();
        OutcomeLook plain = OutcomeLook.of(row.outcome());
        OutcomeLook look = row.outcome() instanceof Outcome.Drifted drifted
                ? plain.with("Hint: " + advice(mapping, drifted.fit(), report))
                : plain;
        Level level = row.isError() ? Level.ERROR : row.notes().isEmpty() ? look.level() : Level.WARNING;
        String text = mapping.folderPath() + " (" + mapping.secretName() + ", env: " + mapping.shownEnvironment()
                + ") - " + look.words();
        Row shown = Row.of(level, look.icon(), text, fields(row, look))
                .below(details(row, look))
                .at(configFile.toString(), mapping.line());
        return failedTest(row)
                .flatMap(failed -> failed.file().map(file -> annotated(shown, shown(file), failed)))
                .orElse(shown);
    }

    private String advice(Mapping mapping, KeyFit fit, SyncReport report) {
        boolean shared = fit.isLocalOnly()
                && report.rows().stream()
                        .anyMatch(other -> KeyAdvice.isShared(mapping, other.mapping())
                                && !(other.outcome() instanceof Outcome.Drifted drifted
                                        && drifted.fit().isLocalOnly()));
        if (shared) {
            return KeyAdvice.shared();
        }
        return isOpposed(report)
                ? KeyAdvice.drift(fit, KeyAdvice.takeOne(mapping, from), KeyAdvice.pushOne(mapping, from))
                : KeyAdvice.drift(fit, "envdrift sync --force", "envdrift vault-push --all --force");
    }

    /** The annotation of a failed test is at the fault in the env file, not at its mapping. */
    private static Row annotated(Row row, String file, DecryptionTest.Failed failed) {
        return GatePresenter.with(row, file, failed.findings()).at(file, failed.line());
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

    private List<String> details(SyncReport.Row row, OutcomeLook look) {
        List<String> details = new ArrayList<>(look.lines());
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

    private static Map<String, Object> fields(SyncReport.Row row, OutcomeLook look) {
        Mapping mapping = row.mapping();
        Map<String, Object> fields = Fields.of(
                "secret", mapping.secretName(), "folder", mapping.folderPath(), "environment", mapping.environment());
        mapping.profile().ifPresent(profile -> fields.put("profile", profile));
        fields.put("status", look.status());
        if (row.outcome() instanceof Outcome.Failed failed) {
            failure(fields, failed.failure());
        } else {
            fields.put("reason", look.reason());
        }
        // Computed when it is printed: a fingerprint needs a multiplication on the curve, and only JSON shows it.
        Outcome.material(row.outcome()).ifPresent(material -> {
            Supplier<String> fingerprint = material::fingerprint;
            fields.put("vaultFingerprint", fingerprint);
        });
        if (look.local() != null) {
            fields.put("localFingerprint", look.local());
        }
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

    static void failure(Map<String, Object> fields, EnvdriftException failure) {
        fields.put("reason", failure.getMessage());
        fields.put("code", failure.code().id());
        failure.hint().ifPresent(hint -> fields.put("hint", hint));
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
            Map<String, Object> tests = Fields.of(
                    "Passed", passed, "Failed", failed, "Skipped", report.rows().size() - passed - failed);
            summary.put("Decryption Tests", tests);
        }
        return summary;
    }
}
