package io.envdrift.cli.command;

import io.envdrift.cli.Host;
import io.envdrift.cli.OutputOptions;
import io.envdrift.cli.ProjectOpener;
import io.envdrift.cli.Prompts;
import io.envdrift.cli.Reporter;
import io.envdrift.cli.VaultOptions;
import io.envdrift.cli.render.Report;
import io.envdrift.config.EnvdriftConfig;
import io.envdrift.sync.SyncReport;
import io.envdrift.workflow.Sync;
import io.envdrift.workflow.SyncOptions;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code envdrift sync}: vault keys into keys files. */
@Command(
        name = "sync",
        description = "Bring keys from the vault into .env.keys, or verify them.",
        footer = {
            "",
            "Examples:",
            "  envdrift sync                            ask before replacing a key",
            "  envdrift sync --force --ci               take every key, for CI",
            "  envdrift sync --check-decryption --ci    fail the build on drift",
            "  envdrift sync --verify                   compare only"
        })
public final class SyncCommand implements Callable<Integer> {
    private final Host host;

    @Mixin
    private VaultOptions.ConfigOption config = new VaultOptions.ConfigOption();

    @Mixin
    private VaultOptions vault = new VaultOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--verify", description = "Write nothing; every difference is an error.")
    private boolean verify;

    @Option(names = "--dry-run", description = "Write nothing; show what would be done.")
    private boolean dryRun;

    @Option(
            names = {"-f", "--force"},
            description = "Replace differing keys without asking (a backup is kept).")
    private boolean force;

    @Option(names = "--profile", paramLabel = "NAME", description = "Also take the mappings of this profile.")
    private @Nullable String profile;

    @Option(names = "--check-decryption", description = "Test in memory that each file opens with the vault's key.")
    private boolean checkDecryption;

    /** Creates the command for a machine. */
    public SyncCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        Reporter reporter = new Reporter(host, "sync", output);
        return reporter.run(() -> {
            try (ProjectOpener.Opened opened = new ProjectOpener(output.machine(host)).open(config.path(), vault)) {
                reporter.warn(opened.warnings(Optional.ofNullable(profile)));
                SyncOptions options = new SyncOptions(Optional.ofNullable(profile), verify, dryRun, checkDecryption);
                SyncReport sync =
                        new Sync(opened.project()).run(options, new Prompts(output.machine(host)).updates(force));
                EnvdriftConfig read = opened.project().config();
                Report report = new Report("sync")
                        .title("Vault Sync - Mode: " + mode()
                                + Optional.ofNullable(profile)
                                        .map(name -> " | Profile: " + name)
                                        .orElse(""))
                        .title("Provider: " + opened.provider().orElse("per mapping") + " | Services: "
                                + sync.rows().size())
                        .section(new SyncPresenter(read.file()).section(sync));
                SyncPresenter.close(report, sync);
                return new Reporter.Result(report, !sync.hasErrors());
            }
        });
    }

    private String mode() {
        if (verify) {
            return "VERIFY";
        }
        return dryRun ? "DRY RUN" : force ? "FORCE" : "Interactive";
    }
}
