package io.envdrift.cli.command;

import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.dotenvx.GateFinding;
import io.envdrift.workflow.files.FileOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts the result for an env file into a row, in the words and icons of the original tool. */
public final class FilePresenter {
    private FilePresenter() {}

    /** Icon, words and level of an outcome. */
    private record Look(String icon, String words, Level level) {}

    /** Returns the row of a file as the user knows it. */
    public static Row row(String file, FileOutcome outcome) {
        Look look = look(outcome);
        List<String> details = new ArrayList<>();
        Map<String, Object> fields = Fields.of("file", file, "status", status(outcome));
        int line = 0;
        List<GateFinding> findings = List.of();
        switch (outcome) {
            case FileOutcome.Failed failed -> {
                line = failed.line();
                findings = failed.findings();
                if (findings.size() > 1) {
                    details.addAll(GatePresenter.lines(findings));
                }
                failed.failure().hint().ifPresent(hint -> details.add("hint: " + hint));
                SyncPresenter.failure(fields, failed.failure());
            }
            case FileOutcome.Encrypted(var fresh, var kept, var notes) -> {
                details.addAll(notes);
                fields.put("encrypted", fresh);
                fields.put("kept", kept);
                fields.put("notes", notes);
            }
            case FileOutcome.Headed(var variable, var fingerprint) -> {
                details.add("wrote its line " + variable + " anew, which was missing (key " + fingerprint + ")");
                fields.put("public_key", fingerprint);
            }
            case FileOutcome.Decrypted(var values, var remarks) -> {
                fields.put("decrypted", values);
                findings = remarks;
                details.addAll(GatePresenter.lines(findings));
            }
            case FileOutcome.Skipped(var reason, var remarks) -> {
                fields.put("reason", reason);
                findings = remarks;
                remarks.forEach(remark -> details.add(remark.message() + ": the gates refuse it; " + remark.advice()));
            }
            case FileOutcome.Unchanged(var reason, var remarks) -> {
                fields.put("reason", reason);
                findings = remarks;
                details.addAll(GatePresenter.lines(findings));
            }
            case FileOutcome.NothingSelected(var reason) -> fields.put("reason", reason);
            case FileOutcome.Ambiguous(var reason) -> fields.put("reason", reason);
            case FileOutcome.WouldHead(var variable) ->
                fields.put("reason", "the line of the public key is missing: " + variable);
            case FileOutcome.WouldEncrypt(var plaintext, var mixed) -> {
                fields.put("plaintext", plaintext.size());
                findings = plaintext;
                line = plaintext.getFirst().line();
                details.addAll(GatePresenter.lines(findings));
            }
        }
        Level level = details.isEmpty() || look.level() == Level.ERROR ? look.level() : Level.WARNING;
        Row row = Row.of(level, look.icon(), file + " - " + look.words(), fields)
                .below(details)
                .at(file, line);
        return GatePresenter.with(row, file, findings);
    }

    private static Look look(FileOutcome outcome) {
        return switch (outcome) {
            case FileOutcome.Decrypted any -> new Look("+", "decrypted", Level.GOOD);
            case FileOutcome.Encrypted any -> new Look("+", "encrypted", Level.GOOD);
            case FileOutcome.Headed any -> new Look("+", "public key written", Level.GOOD);
            case FileOutcome.Unchanged(var reason, var remarks) ->
                new Look("=", "skipped (" + reason + ")", Level.PLAIN);
            case FileOutcome.NothingSelected(var reason) -> new Look("=", "skipped (" + reason + ")", Level.PLAIN);
            case FileOutcome.Skipped(var reason, var remarks) -> new Look("=", "skipped (" + reason + ")", Level.PLAIN);
            case FileOutcome.Ambiguous(var reason) -> new Look("?", "skipped (" + reason + ")", Level.PLAIN);
            case FileOutcome.WouldEncrypt(var plaintext, var mixed) ->
                new Look("?", mixed ? "would re-encrypt (plaintext values remain)" : "would be encrypted", Level.ERROR);
            case FileOutcome.WouldHead(var variable) ->
                new Look("?", "would write " + variable + " anew (the line of the public key is missing)", Level.ERROR);
            case FileOutcome.Failed failed ->
                new Look("!", "error: " + failed.failure().getMessage(), Level.ERROR);
        };
    }

    /** The status in machine form. */
    private static String status(FileOutcome outcome) {
        return switch (outcome) {
            case FileOutcome.Decrypted any -> "decrypted";
            case FileOutcome.Encrypted any -> "encrypted";
            case FileOutcome.Headed any -> "headed";
            case FileOutcome.Unchanged any -> "unchanged";
            case FileOutcome.NothingSelected any -> "unchanged";
            case FileOutcome.Skipped any -> "skipped";
            case FileOutcome.Ambiguous any -> "skipped";
            case FileOutcome.WouldEncrypt any -> "would_encrypt";
            case FileOutcome.WouldHead any -> "would_head";
            case FileOutcome.Failed any -> "error";
        };
    }
}
