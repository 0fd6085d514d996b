package io.envdrift.cli.command;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.ProjectCommand;
import io.envdrift.cli.base.ProjectOpener;
import io.envdrift.cli.base.Prompts;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.git.FilteredTree;
import io.envdrift.sync.SyncReport;
import io.envdrift.workflow.files.FileOutcome;
import io.envdrift.workflow.files.Pull;
import io.envdrift.workflow.files.PullOptions;
import io.envdrift.workflow.files.PullReport;
import io.envdrift.workflow.gitfilter.InstallFilter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code envdrift pull}: keys and plaintext, in one command. */
public final class PullCommand extends ProjectCommand {
    private boolean force;
    private boolean skipSync;
    private boolean merge;

    /** Creates the command for a machine. */
    public PullCommand(Host host) {
        super(
                host,
                Outline.of("pull", "Bring keys from the vault and decrypt all env files: onboarding in one command.")
                        .footer(
                                "",
                                "Examples:",
                                "  envdrift pull                    keys and files of all untagged mappings",
                                "  envdrift pull --profile local    also the profile's, and activate its copy",
                                "  envdrift pull --skip-sync        decrypt with the keys that are there"));
    }

    @Override
    public void declare(CommandOptions options) {
        declareProject(options);
        options.flag("-f, --force", "Replace differing keys without asking (a backup is kept).", on -> force = on);
        declareProfile(options, "Also take the mappings of this profile.");
        options.flag("--skip-sync", "Leave keys files as they are.", on -> skipSync = on);
        options.flag("-m, --merge", "", on -> merge = on).hidden(true);
    }

    @Override
    protected Reporter.Result work(Reporter reporter) {
        if (merge) {
            throw NotPortedCommand.notPorted("pull --merge");
        }
        try (ProjectOpener.Opened opened = open(reporter)) {
            // Files that the user pulls are put on the filter's list, so that git sees them encrypted.
            FilteredTree.of(opened.project().config().directory())
                    .ifPresent(tree -> new InstallFilter(opened.project(), tree.git()).refresh(tree.files()));
            PullReport pull = new Pull(opened.project())
                    .run(new PullOptions(profile(), skipSync), new Prompts(machine()).updates(force));
            return new Reporter.Result(report(pull, opened), !pull.hasErrors());
        }
    }

    private Report report(PullReport pull, ProjectOpener.Opened opened) {
        Report report = new Report("pull")
                .title("Pull - Syncing keys and decrypting env files"
                        + profile().map(name -> " | Profile: " + name).orElse(""))
                .title(opened.title(output.mode(force), profile()));
        SyncPresenter presenter = new SyncPresenter(opened.project().config().file(), host.workingDirectory());
        report.section(pull.sync()
                .map(sync -> presenter.section("Step 1: Syncing keys from vault...", sync))
                .orElseGet(() -> Report.Section.heading("Step 1: Syncing keys - skipped")));
        if (pull.isIncomplete()) {
            return report.close(Level.ERROR, "Setup incomplete due to sync errors; nothing was decrypted");
        }
        List<Row> rows = new ArrayList<>();
        for (PullReport.FileRow file : pull.files()) {
            rows.add(FilePresenter.row(file.name(), file.outcome()));
            file.activation().ifPresent(activation -> rows.add(activationRow(file, activation)));
        }
        report.section(
                new Report.Section("Step 2: Decrypting environment files...", rows, "Decrypt Summary", summary(pull)));
        if (pull.sync().filter(SyncReport::isAllInSync).isPresent()) {
            report.close(Level.GOOD, "All services synced successfully");
        }
        for (Path keysFile : pull.untidyKeysFiles()) {
            report.close(
                    Level.WARNING, "[WARN] git would take " + keysFile + ": add the line .env.keys* to .gitignore");
        }
        if (pull.trackedPlaintext() > 0) {
            report.close(
                    Level.WARNING,
                    pull.trackedPlaintext()
                            + " tracked file(s) now hold plaintext: run 'envdrift lock' before a commit");
        }
        if (pull.hasErrors()) {
            return report.close(Level.ERROR, "Setup finished with errors, see above");
        }
        return pull.isEmptyHanded()
                ? report.close(
                        Level.WARNING,
                        "[WARN] Setup complete, but there is no env file to use: all "
                                + pull.files().size() + " were skipped, see above")
                : report.close(Level.GOOD, "[OK] Setup complete! Your environment files are ready to use.");
    }

    private static Row activationRow(PullReport.FileRow file, PullReport.Activation activation) {
        String folder = file.mapping().folderPath();
        Map<String, Object> fields = Fields.of("folder", folder);
        return switch (activation) {
            case PullReport.Activation.Done(var target, var source) -> {
                fields.put("file", target);
                fields.put("status", "activated");
                yield Row.of(
                        Level.GOOD,
                        "→",
                        (folder.equals(".") ? "" : folder + "/") + target + " - activated from " + source,
                        fields);
            }
            case PullReport.Activation.Failed(var failure) -> {
                fields.put("status", "error");
                SyncPresenter.failure(fields, failure);
                yield Row.of(Level.ERROR, "!", folder + " - error: " + failure.getMessage(), fields);
            }
        };
    }

    private static Map<String, Object> summary(PullReport pull) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("Decrypted", count(pull, FileOutcome.Decrypted.class));
        summary.put(
                "Skipped",
                count(pull, FileOutcome.Unchanged.class)
                        + count(pull, FileOutcome.Skipped.class)
                        + count(pull, FileOutcome.Ambiguous.class));
        summary.put("Errors", count(pull, FileOutcome.Failed.class));
        long activated = activations(pull, PullReport.Activation.Done.class);
        long failed = activations(pull, PullReport.Activation.Failed.class);
        if (activated > 0) {
            summary.put("Activated", activated);
        }
        if (failed > 0) {
            summary.put("Activation errors", failed);
        }
        return summary;
    }

    private static long count(PullReport pull, Class<? extends FileOutcome> kind) {
        return pull.files().stream()
                .filter(file -> kind.isInstance(file.outcome()))
                .count();
    }

    private static long activations(PullReport pull, Class<? extends PullReport.Activation> kind) {
        return pull.files().stream()
                .filter(file -> file.activation().filter(kind::isInstance).isPresent())
                .count();
    }
}
