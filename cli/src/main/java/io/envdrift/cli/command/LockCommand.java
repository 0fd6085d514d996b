package io.envdrift.cli.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.ProjectCommand;
import io.envdrift.cli.base.ProjectOpener;
import io.envdrift.cli.base.Prompts;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.workflow.files.FileOutcome;
import io.envdrift.workflow.files.Lock;
import io.envdrift.workflow.files.LockOptions;
import io.envdrift.workflow.files.LockReport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** {@code envdrift lock}: everything encrypted again. */
public final class LockCommand extends ProjectCommand {
    private boolean force;
    private boolean verifyVault;
    private boolean syncKeys;
    private boolean check;
    private boolean trustHeader;
    private boolean all;

    /** Creates the command for a machine. */
    public LockCommand(Host host) {
        super(
                host,
                Outline.of("lock", "Encrypt all env files again; unchanged values keep their ciphertext.")
                        .footer(
                                "",
                                "Examples:",
                                "  envdrift lock                   before a commit",
                                "  envdrift lock --check           fail when anything is plaintext",
                                "  envdrift lock --verify-vault    only with keys that equal the vault's"));
    }

    @Override
    public void declare(CommandOptions options) {
        declareProject(options);
        options.flag("-f, --force", "Make missing keys and replace differing ones without asking.", on -> force = on);
        declareProfile(options, "Also take the mappings of this profile.");
        options.flag("--verify-vault", "Encrypt only if every local key equals the vault's.", on -> verifyVault = on);
        options.flag("--sync-keys", "Bring the keys from the vault first.", on -> syncKeys = on);
        options.flag("--check", "Write nothing; fail when anything would be encrypted.", on -> check = on);
        options.flag(
                "--trust-header",
                "Use a file's public key although no key at hand confirms it.",
                on -> trustHeader = on);
        declareReportTo(
                options,
                "With --check: also post the report, without values, to this envdrift-server (ENVDRIFT_REPORT_TOKEN).");
        options.flag("--all", "", on -> all = on).hidden(true);
    }

    @Override
    protected Reporter.Result work(Reporter reporter) {
        if (isPosted() && !check) {
            throw new EnvdriftException(
                    ErrorCode.USAGE,
                    "--report-to needs --check",
                    "what a lock did is no report of drift: run envdrift lock --check");
        }
        if (all) {
            throw NotPortedCommand.notPorted("lock --all");
        }
        try (ProjectOpener.Opened opened = open(reporter)) {
            LockOptions options = new LockOptions(profile(), check, keys(), trustHeader);
            Prompts prompts = new Prompts(machine());
            LockReport lock = new Lock(opened.project()).run(options, prompts.updates(force), prompts.newKeys(force));
            return new Reporter.Result(report(lock, opened), !lock.hasErrors());
        }
    }

    private LockOptions.Keys keys() {
        if (syncKeys) {
            return LockOptions.Keys.SYNCED;
        }
        return verifyVault ? LockOptions.Keys.VERIFIED : LockOptions.Keys.LOCAL;
    }

    private Report report(LockReport lock, ProjectOpener.Opened opened) {
        Report report = new Report("lock")
                .title("Lock - "
                        + (check ? "Checking that env files are encrypted" : "Verifying keys and encrypting env files")
                        + profile().map(name -> " | Profile: " + name).orElse(""))
                .title(opened.title(check ? "CHECK" : output.mode(force), profile()));
        SyncPresenter presenter = new SyncPresenter(opened.project().config().file(), host.workingDirectory());
        lock.keys()
                .ifPresent(keys -> report.section(
                        syncKeys && !check
                                ? presenter.section("Step 1: Syncing keys from vault...", keys)
                                : presenter.verification("Step 1: Verifying keys with vault...", keys)));
        if (lock.isStopped()) {
            return report.close(
                    Level.ERROR, "Cannot proceed with encryption: the keys are not in order; nothing was encrypted");
        }
        report.section(new Report.Section(
                (lock.keys().isPresent() ? "Step 2: " : "")
                        + (check ? "Checking environment files..." : "Encrypting environment files..."),
                lock.files().stream()
                        .map(file -> FilePresenter.row(file.name(), file.outcome()))
                        .toList(),
                "Lock Summary",
                summary(lock)));
        if (lock.hasErrors()) {
            return report.close(Level.ERROR, failure(lock));
        }
        if (lock.unproven() > 0) {
            return report.close(
                    Level.WARNING,
                    "[WARN] Lock complete, but " + lock.unproven()
                            + " file(s) hold nothing encrypted: hook and checks refuse them, see above");
        }
        if (lock.isEmptyHanded()) {
            return report.close(
                    Level.WARNING,
                    "[WARN] " + (check ? "Check" : "Lock") + " complete, but there is no env file to "
                            + (check ? "check" : "encrypt") + ": all "
                            + lock.files().size() + " were skipped, see above");
        }
        return report.close(
                Level.GOOD,
                check
                        ? "[OK] Check complete! All files are already encrypted."
                        : "[OK] Lock complete! Ready to commit.");
    }

    private String failure(LockReport lock) {
        long open = count(lock, FileOutcome.WouldEncrypt.class, FileOutcome.WouldHead.class);
        if (open == 0) {
            return check ? "The check found errors, see above" : "Lock finished with errors, see above";
        }
        boolean others = count(lock, FileOutcome.Failed.class) > 0;
        return "Found " + open + " file(s) that need encryption: run 'envdrift lock'"
                + (others ? "; others have errors, see above" : "");
    }

    private Map<String, Object> summary(LockReport lock) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put(
                check ? "Would encrypt" : "Encrypted",
                check
                        ? count(lock, FileOutcome.WouldEncrypt.class, FileOutcome.WouldHead.class)
                        : count(lock, FileOutcome.Encrypted.class, FileOutcome.Headed.class));
        summary.put("Already encrypted", count(lock, FileOutcome.Unchanged.class));
        summary.put("Skipped", count(lock, FileOutcome.Skipped.class, FileOutcome.Ambiguous.class));
        summary.put("Errors", count(lock, FileOutcome.Failed.class));
        return summary;
    }

    @SafeVarargs
    private static long count(LockReport lock, Class<? extends FileOutcome>... kinds) {
        return lock.files().stream()
                .filter(file -> Stream.of(kinds).anyMatch(kind -> kind.isInstance(file.outcome())))
                .count();
    }
}
