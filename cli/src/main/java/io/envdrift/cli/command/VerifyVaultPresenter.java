package io.envdrift.cli.command;

import io.envdrift.base.ShellLine;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.config.Mapping;
import io.envdrift.config.VaultFlags;
import io.envdrift.dotenvx.GateFinding;
import io.envdrift.sync.KeyFit;
import io.envdrift.workflow.keys.VaultVerdict;
import io.envdrift.workflow.keys.VerifyVault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Presents the result of a verification, with the steps that repair the fault.
 *
 * @param file the file as the user wrote it
 * @param config the configuration as the user wrote it
 * @param flags the vault options of the command line, which a repair needs too
 * @param mapping the mapping that owns the file
 */
record VerifyVaultPresenter(
        String file, String secret, Optional<String> config, VaultFlags flags, Optional<Mapping> mapping) {
    Row row(VerifyVault.Verification found) {
        return switch (found.verdict()) {
            case VaultVerdict.InSync(var values) ->
                row(
                        Level.GOOD,
                        "✓ Vault key can decrypt this file - keys are in sync!",
                        List.of(
                                "Verified in memory (" + values + " values): the file was not decrypted.",
                                "To decrypt it, run the command without --verify-vault."),
                        fields(found, "in_sync", List.of()),
                        0);
            case VaultVerdict.WrongKey(var reason, var line, var fit) ->
                failed(found, "drift", reason, line, explanation(fit), repair(fit));
            case VaultVerdict.Damaged(var reason, var line) ->
                failed(
                        found,
                        "damaged",
                        reason,
                        line,
                        List.of("The vault has the right key, but the file was changed by something else than"
                                + " envdrift."),
                        List.of(restore()));
            case VaultVerdict.NotEncrypted(var reason, var line, var findings) ->
                GatePresenter.with(
                        failed(found, "not_encrypted", reason, line, List.of(), mending(findings)), file, findings);
        };
    }

    private static List<String> explanation(KeyFit fit) {
        List<String> lines = new ArrayList<>(List.of(
                "The file was encrypted with another key than the one in the vault.",
                "A teammate or CI with the shared key cannot decrypt it."));
        if (fit == KeyFit.LOCAL) {
            lines.add("The key in the keys file here opens it: if that is the right one, the vault needs it.");
        }
        return lines;
    }

    /** A local key that opens the file, or git's version of it, is never replaced. */
    private List<String> repair(KeyFit fit) {
        return fit == KeyFit.LOCAL ? List.of(pushKey()) : List.of(restore(), syncKey(), encrypt());
    }

    private Row failed(
            VerifyVault.Verification found,
            String status,
            String reason,
            int line,
            List<String> explanation,
            List<String> steps) {
        List<String> details = new ArrayList<>();
        boolean opened = !(found.verdict() instanceof VaultVerdict.NotEncrypted);
        if (opened) {
            details.add("Reason: " + reason);
        }
        if (found.key().isPresent()) {
            details.add("Vault key: " + found.key().get() + "  File: "
                    + found.fileKey().orElse("no public key"));
        }
        details.addAll(explanation);
        if (!steps.isEmpty()) {
            details.add("To fix:");
        }
        for (int i = 0; i < steps.size(); i++) {
            details.add("  " + (i + 1) + ". " + steps.get(i));
        }
        Map<String, Object> fields = fields(found, status, steps);
        fields.put("reason", reason);
        String text = opened ? "✗ Vault key CANNOT decrypt this file!" : "✗ " + file + " cannot be verified: " + reason;
        return row(Level.ERROR, text, details, fields, line);
    }

    private Row row(Level level, String text, List<String> details, Map<String, Object> fields, int line) {
        String icon = level == Level.GOOD ? "[OK]" : "[ERROR]";
        return Row.of(level, icon, text, fields).below(details).at(file, line);
    }

    private Map<String, Object> fields(VerifyVault.Verification found, String status, List<String> steps) {
        Map<String, Object> fields = Fields.of("file", file, "status", status, "secret", secret);
        found.key().ifPresent(key -> fields.put("vaultKey", key));
        found.fileKey().ifPresent(key -> fields.put("fileKey", key));
        fields.put("steps", steps);
        return fields;
    }

    /** The repairs for each kind of finding, in the order of the file; the vault's key does not matter here. */
    private List<String> mending(List<GateFinding> findings) {
        return findings.stream()
                .map(finding -> finding.isMendedByEncryption() ? encrypt() : finding.advice())
                .distinct()
                .toList();
    }

    private String restore() {
        return ShellLine.of("git", "restore").file(file) + "   (discards local edits of the file)";
    }

    private String encrypt() {
        return ShellLine.of("envdrift", "encrypt").file(file).toString();
    }

    private String pushKey() {
        String effect = "   (replaces the vault's key: ask whose is the right one)";
        if (mapping.flatMap(Mapping::vaultName).isPresent()) {
            return ShellLine.of("envdrift", "vault-push", "--all", "--force").option("-c", config) + effect;
        }
        String folder = Optional.ofNullable(Path.of(file).getParent())
                .map(Path::toString)
                .orElse(".");
        String environment = mapping.map(Mapping::environment).orElse("ENV");
        return withFlags(ShellLine.of("envdrift", "vault-push")
                        .file(folder)
                        .file(secret)
                        .option("--env", Optional.of(environment))
                        .option("-c", config))
                + effect;
    }

    private String syncKey() {
        ShellLine sync = withFlags(ShellLine.of("envdrift", "sync", "--force").option("-c", config));
        return mapping.isPresent()
                ? sync.toString()
                : sync + "   (needs a mapping of secret " + secret + " to the file's folder)";
    }

    private ShellLine withFlags(ShellLine line) {
        line.option("-p", flags.provider());
        flags.options().forEach((name, value) -> line.option(name, Optional.of(value)));
        return line;
    }
}
