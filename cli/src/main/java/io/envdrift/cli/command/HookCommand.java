package io.envdrift.cli.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.ShellLine;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.ProjectCommand;
import io.envdrift.cli.base.ProjectOpener;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.git.FilteredTree;
import io.envdrift.git.GitHook;
import io.envdrift.git.WorkTree;
import io.envdrift.workflow.examine.CommitCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code envdrift hook}: keys and plaintext kept out of commits. */
public final class HookCommand extends ProjectCommand {
    private static final List<String> SNIPPET = List.of(
            "- repo: local",
            "  hooks:",
            "    - id: envdrift",
            "      name: envdrift (keys, plaintext, drift)",
            "      entry: envdrift hook --run",
            "      language: system",
            "      pass_filenames: false");

    private boolean install;
    private boolean remove;
    private boolean run;

    /** Creates the command for a machine. */
    public HookCommand(Host host) {
        super(
                host,
                Outline.of("hook", "Refuse commits that hold keys or plaintext, or that the vault's key does not open.")
                        .footer(
                                "",
                                "Without an option: print the entry for .pre-commit-config.yaml.",
                                "A vault that cannot be reached is a warning: CI is there to fail.",
                                "",
                                "Examples:",
                                "  envdrift hook --install    into this repository's pre-commit hook, beside what is"
                                        + " there",
                                "  envdrift hook --run        what the hook does"));
    }

    @Override
    public void declare(CommandOptions options) {
        options.atMostOne(actions -> {
            actions.flag(
                    "-i, --install", "Add the check to git's pre-commit hook; other hooks stay.", on -> install = on);
            actions.flag("--remove", "Take the check out of git's pre-commit hook.", on -> remove = on);
            actions.flag("--run", "Check what the next commit would take.", on -> run = on);
        });
        declareProject(options);
    }

    @Override
    protected Reporter.Result work(Reporter reporter) {
        if (run) {
            return check(reporter);
        }
        if (install || remove) {
            return change();
        }
        return message("snippet", "Entry for .pre-commit-config.yaml (or run: envdrift hook --install)", SNIPPET);
    }

    private WorkTree tree() {
        return WorkTree.of(host.workingDirectory(), host.environment()).orElseThrow(WorkTree::none);
    }

    private Reporter.Result change() {
        GitHook hook =
                GitHook.ofCommits(tree(), new ProjectOpener(machine()).ports().files());
        boolean changed = install ? hook.install() : hook.remove();
        String text = install
                ? changed ? "Installed the check in " + hook.file() : "The check is in " + hook.file() + " already"
                : changed ? "Removed the check from " + hook.file() : "No check of envdrift is in " + hook.file();
        return message(changed ? "changed" : "unchanged", text, List.of());
    }

    private static Reporter.Result message(String status, String text, List<String> lines) {
        Map<String, Object> fields = Fields.of("status", status, "text", text);
        if (!lines.isEmpty()) {
            fields.put("lines", lines);
        }
        Row row = Row.of(Level.GOOD, "[OK]", text, fields).below(lines);
        return new Reporter.Result(Report.of("hook", List.of(row)), true);
    }

    private Reporter.Result check(Reporter reporter) {
        List<ProjectOpener.Opened> opened = new ArrayList<>();
        try {
            WorkTree tree = tree();
            ProjectOpener opener = new ProjectOpener(machine());
            List<Row> rows = new ArrayList<>();
            List<Path> others = others(tree, opener);
            try {
                opener.openIfPresent(config.path(), vault).ifPresent(opened::add);
            } catch (EnvdriftException e) {
                if (others.isEmpty() || e.code() == ErrorCode.USAGE) {
                    throw e;
                }
                rows.add(unread(tree, opener.discover(), e));
            }
            for (Path other : others) {
                try {
                    opened.add(opener.open(Optional.of(other), vault));
                } catch (EnvdriftException e) {
                    rows.add(unread(tree, Optional.of(other), e));
                }
            }
            opened.forEach(found -> reporter.warn(found.warnings()));
            List<CommitCheck.Remark> remarks = new CommitCheck(
                            tree,
                            opened.stream().map(ProjectOpener.Opened::project).toList())
                    .run();
            boolean refused = !rows.isEmpty() || remarks.stream().anyMatch(CommitCheck.Remark::refused);
            remarks.stream().map(HookCommand::row).forEach(rows::add);
            Report report = Report.of("hook", rows);
            if (refused) {
                report.close(Level.ERROR, "The commit was refused (git commit --no-verify goes past this check)");
            }
            return new Reporter.Result(report, !refused);
        } finally {
            opened.forEach(ProjectOpener.Opened::close);
        }
    }

    /** A hook runs at the top of the work tree, and finds one configuration; where git sees files encrypted, the others are known. */
    private List<Path> others(WorkTree tree, ProjectOpener opener) {
        if (config.path().isPresent()) {
            return List.of();
        }
        Optional<FilteredTree> filtered = FilteredTree.of(tree.root());
        Optional<Path> own = filtered.flatMap(
                found -> opener.discover().map(file -> found.git().inWorkTree(file)));
        return filtered.stream()
                .flatMap(found -> found.configs().stream()
                        .filter(file ->
                                own.filter(found.git().inWorkTree(file)::equals).isEmpty()))
                .toList();
    }

    /** A configuration that cannot be read fails the check, because its files in the commit cannot be judged. */
    private static Row unread(WorkTree tree, Optional<Path> config, EnvdriftException reason) {
        String file = config.map(path -> path.startsWith(tree.root())
                        ? tree.root().relativize(path).toString()
                        : path.toString())
                .orElse("");
        return row(new CommitCheck.Remark(
                file, 0, true, reason.getMessage() + "; its files were not checked", List.of(), List.of()));
    }

    private static List<String> details(CommitCheck.Remark remark, String fix) {
        List<String> details = new ArrayList<>(GatePresenter.lines(remark.findings()));
        if (!fix.isEmpty()) {
            details.add("fix: " + fix);
        } else {
            remark.findings().stream().findFirst().ifPresent(first -> details.add("hint: " + first.advice()));
        }
        return details;
    }

    private static Row row(CommitCheck.Remark remark) {
        String fix =
                remark.command().isEmpty() ? "" : ShellLine.of(remark.command()).toString();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("file", remark.file());
        fields.put("status", remark.refused() ? "refused" : "unverified");
        fields.put("reason", remark.text());
        fields.put("fix", fix.isEmpty() ? null : fix);
        Row row = Row.of(
                        remark.refused() ? Level.ERROR : Level.WARNING,
                        remark.refused() ? "[ERROR]" : "[WARN]",
                        remark.text(),
                        fields)
                .below(details(remark, fix))
                .at(remark.file(), remark.line());
        return GatePresenter.with(row, remark.file(), remark.findings());
    }
}
