package io.envdrift.cli.envsync;

import io.envdrift.base.Secret;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.OutputOptions;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.envsync.EnvDrift;
import io.envdrift.envsync.EnvSync;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code envsync diff}: which names and values differ, in the document's lines; never a value. */
final class DiffEnvCommand extends BranchAction {
    private final SourceFile file = new SourceFile();
    private boolean namesOnly;
    private @Nullable String fallback;

    DiffEnvCommand(Host host) {
        super(
                host,
                Outline.of(
                        "diff",
                        "Compare a .env file with the branch's newest version; exit 1 when they differ.",
                        "With the passphrase at hand values are compared too, here; no name and no value is sent."));
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        file.declare(options, "Local file");
        options.value(
                "--fallback",
                "BRANCH",
                "Branch to compare with when nothing was pushed to this one yet.",
                text -> fallback = text);
        options.flag("--names-only", "Compare names only; needs no passphrase.", on -> namesOnly = on);
    }

    @Override
    protected Reporter.Result run(EnvSyncSession session) {
        // The original's order: token, project, file.
        var unused = session.token();
        var unusedProject = session.project();
        String text = file.text(session);
        String branch = branch(session);
        Optional<Secret> passphrase =
                namesOnly ? Optional.empty() : session.passphrase().find();
        try (EnvSync sync = session.open(passphrase)) {
            Compared compared = compare(sync, branch, text);
            boolean annotated = session.reporter().format() == OutputOptions.Format.GITHUB;
            return new Reporter.Result(
                    report().section(Report.Section.messages(
                            lines(compared, branch, annotated ? Level.ERROR : Level.PLAIN))),
                    compared.drift().inSync());
        }
    }

    private record Compared(String branch, EnvDrift drift) {}

    private Compared compare(EnvSync sync, String branch, String text) {
        if (fallback == null || fallback.equals(branch)) {
            return new Compared(branch, sync.diff(branch, text));
        }
        return firstOf(branch, fallback, name -> sync.findDrift(name, text).map(drift -> new Compared(name, drift)));
    }

    private List<Row> lines(Compared compared, String branch, Level drifted) {
        EnvDrift drift = compared.drift();
        List<Row> lines = new ArrayList<>();
        lines.add(Row.line(
                Level.PLAIN,
                "Local keys (" + drift.local().size() + "): " + joined(drift.local()),
                Fields.of("branch", compared.branch(), "local", drift.local())));
        lines.add(Row.line(
                Level.PLAIN,
                "Server keys (" + drift.server().size() + "): " + joined(drift.server()),
                Map.of("server", drift.server())));
        lines.add(row("Missing locally", "missingLocally", drift.missing(), drifted));
        lines.add(row("Extra locally", "extraLocally", drift.extra(), drifted));
        if (drift.different().isPresent()) {
            lines.add(
                    row("Different values", "differentValues", drift.different().get(), drifted));
        } else {
            lines.add(Row.line(
                    Level.PLAIN,
                    namesOnly ? "Values were not compared" : "Values were not compared: there is no passphrase at hand",
                    Map.of("valuesCompared", false)));
        }
        lines.add(Row.line(
                Level.PLAIN, "In sync? " + (drift.inSync() ? "True" : "False"), Map.of("inSync", drift.inSync())));
        if (drift.different().isEmpty()
                && drift.server().isEmpty()
                && !drift.local().isEmpty()) {
            lines.add(Row.line(
                    Level.PLAIN,
                    "The server was told no key names; with the passphrase they are compared here",
                    Map.of()));
        }
        if (!compared.branch().equals(branch)) {
            lines.add(Row.line(
                    Level.PLAIN,
                    "Nothing was pushed to " + branch + " yet; compared with " + compared.branch(),
                    Map.of()));
        }
        return lines;
    }

    /** Drift is the requested data, so it goes to standard output; only annotations show it as an error. */
    private Row row(String label, String field, List<String> names, Level drifted) {
        String text = label + ": " + joined(names);
        return names.isEmpty()
                ? Row.line(Level.PLAIN, text, Map.of(field, names))
                : Row.line(drifted, text, Map.of(field, names)).at(file.name(), 0);
    }

    private static String joined(List<String> names) {
        return names.isEmpty() ? "None" : String.join(", ", names);
    }
}
