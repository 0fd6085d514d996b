package io.envdrift.cli.command;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.ProjectCommand;
import io.envdrift.cli.base.ProjectOpener;
import io.envdrift.cli.base.Prompts;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Report;
import io.envdrift.config.EnvdriftConfig;
import io.envdrift.git.FilteredTree;
import io.envdrift.sync.SyncMode.Check;
import io.envdrift.sync.SyncReport;
import io.envdrift.workflow.keys.Sync;
import io.envdrift.workflow.keys.SyncOptions;

/** {@code envdrift sync}: vault keys into keys files. */
public final class SyncCommand extends ProjectCommand {
    private boolean verify;
    private boolean dryRun;
    private boolean force;
    private boolean checkDecryption;

    /** Creates the command for a machine. */
    public SyncCommand(Host host) {
        super(
                host,
                Outline.of("sync", "Bring keys from the vault into .env.keys, or verify them.")
                        .footer(
                                "",
                                "Examples:",
                                "  envdrift sync                            ask before replacing a key",
                                "  envdrift sync --force --ci               take every key, for CI",
                                "  envdrift sync --check-decryption --ci    fail the build on drift",
                                "  envdrift sync --verify                   compare only"));
    }

    @Override
    public void declare(CommandOptions options) {
        declareProject(options);
        options.flag("--verify", "Write nothing; every difference is an error.", on -> verify = on);
        options.flag("--dry-run", "Write nothing; show what would be done.", on -> dryRun = on);
        options.flag("-f, --force", "Replace differing keys without asking (a backup is kept).", on -> force = on);
        declareProfile(options, "Also take the mappings of this profile.");
        options.flag(
                "--check-decryption",
                "Test in memory that each file opens with the vault's key.",
                on -> checkDecryption = on);
        declareReportTo(
                options, "Also post the report, without values, to this envdrift-server (ENVDRIFT_REPORT_TOKEN).");
    }

    @Override
    protected Reporter.Result work(Reporter reporter) {
        try (ProjectOpener.Opened opened = open(reporter)) {
            SyncReport sync = new Sync(opened.project()).run(options(), new Prompts(machine()).updates(force));
            EnvdriftConfig read = opened.project().config();
            Report report = new Report("sync")
                    .title("Vault Sync - Mode: " + mode()
                            + profile().map(name -> " | Profile: " + name).orElse(""))
                    .title("Provider: " + opened.provider().orElse("per mapping") + " | Services: "
                            + sync.rows().size())
                    .section(new SyncPresenter(read.file(), host.workingDirectory()).section(sync));
            if (!verify && !dryRun) {
                FilteredTree.of(read.directory())
                        .ifPresent(tree -> FilteredSync.run(host, opened.project(), tree, report, reporter));
            }
            SyncPresenter.close(report, sync);
            return new Reporter.Result(report, !sync.hasErrors());
        }
    }

    private SyncOptions options() {
        SyncOptions plain = SyncOptions.plain(profile());
        SyncOptions checked = checkDecryption ? plain.with(Check.DECRYPTION) : plain;
        if (verify) {
            return checked.verifying();
        }
        return dryRun ? checked.previewing() : checked;
    }

    private String mode() {
        if (verify) {
            return "VERIFY";
        }
        return dryRun ? "DRY RUN" : output.mode(force);
    }
}
