package io.envdrift.cli.command;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.DescribedCommand;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.OutputOptions;
import io.envdrift.cli.base.ProjectOpener;
import io.envdrift.cli.base.Prompts;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.VaultOptions;
import io.envdrift.cli.render.Report;
import io.envdrift.config.EnvdriftConfig;
import io.envdrift.git.FilteredTree;
import io.envdrift.sync.SyncMode.Check;
import io.envdrift.sync.SyncReport;
import io.envdrift.workflow.keys.Sync;
import io.envdrift.workflow.keys.SyncOptions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code envdrift sync}: vault keys into keys files. */
public final class SyncCommand implements DescribedCommand {
    private final Host host;
    private final VaultOptions.ConfigOption config = new VaultOptions.ConfigOption();
    private final VaultOptions vault = new VaultOptions();
    private final OutputOptions output = new OutputOptions();
    private boolean verify;
    private boolean dryRun;
    private boolean force;
    private @Nullable String profile;
    private @Nullable String reportTo;
    private boolean checkDecryption;

    /** Creates the command for a machine. */
    public SyncCommand(Host host) {
        this.host = host;
    }

    @Override
    public Outline outline() {
        return Outline.of("sync", "Bring keys from the vault into .env.keys, or verify them.")
                .footer(
                        "",
                        "Examples:",
                        "  envdrift sync                            ask before replacing a key",
                        "  envdrift sync --force --ci               take every key, for CI",
                        "  envdrift sync --check-decryption --ci    fail the build on drift",
                        "  envdrift sync --verify                   compare only");
    }

    @Override
    public void declare(CommandOptions options) {
        config.declare(options);
        vault.declare(options);
        output.declare(options);
        options.flag("--verify", "Write nothing; every difference is an error.", on -> verify = on);
        options.flag("--dry-run", "Write nothing; show what would be done.", on -> dryRun = on);
        options.flag("-f, --force", "Replace differing keys without asking (a backup is kept).", on -> force = on);
        options.value("--profile", "NAME", "Also take the mappings of this profile.", text -> profile = text);
        options.flag(
                "--check-decryption",
                "Test in memory that each file opens with the vault's key.",
                on -> checkDecryption = on);
        options.value(
                "--report-to",
                "URL",
                "Also post the report, without values, to this envdrift-server (ENVDRIFT_REPORT_TOKEN).",
                text -> reportTo = text);
    }

    @Override
    public Integer call() {
        Reporter reporter =
                new Reporter(host, "sync", output).given(config, vault, profile).postingTo(reportTo);
        return reporter.run(() -> {
            try (ProjectOpener.Opened opened =
                    new ProjectOpener(config.machine(output.machine(host))).open(config.path(), vault)) {
                reporter.warn(opened.warnings());
                SyncReport sync = new Sync(opened.project())
                        .run(options(), new Prompts(config.machine(output.machine(host))).updates(force));
                EnvdriftConfig read = opened.project().config();
                Report report = new Report("sync")
                        .title("Vault Sync - Mode: " + mode()
                                + Optional.ofNullable(profile)
                                        .map(name -> " | Profile: " + name)
                                        .orElse(""))
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
        });
    }

    private SyncOptions options() {
        SyncOptions plain = SyncOptions.plain(Optional.ofNullable(profile));
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
