package io.envdrift.cli.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.FilteredRewrite;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.OptionalProject;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.ProjectCommand;
import io.envdrift.cli.base.ProjectOpener;
import io.envdrift.cli.base.Prompts;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.process.ChildEnvironment;
import io.envdrift.process.ChildStarter;
import io.envdrift.workflow.files.EditFile;
import io.envdrift.workflow.files.ReadVariables;
import io.envdrift.workflow.keys.OwnedFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code envdrift edit}: an encrypted file in the user's editor. */
public final class EditCommand extends ProjectCommand {
    private Path file = Path.of(".env");

    /** Creates the command for a machine. */
    public EditCommand(Host host) {
        super(
                host,
                Outline.of("edit", "Edit an encrypted file as plaintext; only changed values get new ciphertext.")
                        .footer(
                                "",
                                "The editor is $VISUAL, else $EDITOR, else vi on a terminal. It is given a private file"
                                        + " in memory",
                                "(/dev/shm or XDG_RUNTIME_DIR), which is removed when it ends. What the editor itself"
                                        + " keeps",
                                "elsewhere (history, undo files) is the editor's: switch that off in its settings.",
                                "",
                                "An edit that cannot be taken is offered again on a terminal. Until one is taken, it"
                                        + " is kept, encrypted,",
                                "in FILE.edit.bak. What another program wrote meanwhile is joined with it, variable by"
                                        + " variable.",
                                "",
                                "Example:",
                                "  envdrift edit .env.production"));
    }

    @Override
    public void declare(CommandOptions options) {
        options.argument("FILE", "The encrypted env file.", Path.class, given -> file = given);
        declareProject(options);
    }

    @Override
    protected Reporter.Result work(Reporter reporter) {
        ProjectOpener opener = new ProjectOpener(machine());
        try (OptionalProject project = openIfPresent(opener, reporter)) {
            OwnedFile owned = owned(project.config(), file, OwnedFile.Named.TO_WRITE);
            // vi would wait for keys that nobody can press; a program that edits by itself is named.
            if (editor().isEmpty() && host.terminal().isEmpty()) {
                throw new EnvdriftException(
                        ErrorCode.CONFIRMATION_NEEDED,
                        "Nobody can edit here: standard input or output is no terminal",
                        "name a program that edits by itself with VISUAL or EDITOR, or change one value with envdrift"
                                + " set");
            }
            EditFile edit = new EditFile(opener.ports(), project.project(), new Editor(reporter));
            EditFile.Outcome outcome = FilteredRewrite.during(
                    host, reporter, owned.file()::equals, () -> edit.run(owned, host.environment()));
            return new Reporter.Result(Report.of("edit", List.of(row(outcome))), true);
        }
    }

    private Row row(EditFile.Outcome outcome) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("file", file.toString());
        fields.put("status", outcome.changed() ? "changed" : "unchanged");
        fields.put("encrypted", outcome.encrypted());
        fields.put("kept", outcome.kept());
        String anew = outcome.encrypted().isEmpty() ? "none" : String.join(", ", outcome.encrypted());
        return Row.of(
                        Level.GOOD,
                        "[OK]",
                        outcome.changed()
                                ? "Saved " + file + ": encrypted anew: " + anew + "; kept: " + outcome.kept()
                                : "Nothing changed in " + file,
                        fields)
                .at(file.toString(), 0);
    }

    /** What the user has set. */
    private Optional<String> editor() {
        return Stream.of("VISUAL", "EDITOR")
                .map(name -> host.environment().getOrDefault(name, ""))
                .filter(value -> !value.isBlank())
                .findFirst();
    }

    /** The user's editor, beside this process and on its terminal. */
    private final class Editor implements EditFile.Dialog {
        private final Reporter reporter;

        Editor(Reporter reporter) {
            this.reporter = reporter;
        }

        @Override
        public int edit(Path plaintext) {
            // Run by a shell, as git does: the setting may hold arguments.
            List<String> command =
                    List.of("sh", "-c", editor().orElse("vi") + " \"$@\"", "editor", plaintext.toString());
            ChildEnvironment environment = new ChildEnvironment(
                    Map.of(),
                    host.environment().keySet().stream()
                            .filter(ReadVariables::isOwn)
                            .collect(Collectors.toSet()));
            return ChildStarter.beside().run(command, environment, host.workingDirectory());
        }

        @Override
        public void tell(String note) {
            reporter.warn(List.of(note));
        }

        @Override
        public boolean again(EnvdriftException reason) {
            Prompts prompts = new Prompts(output.machine(host));
            if (!prompts.isPossible()) {
                return false;
            }
            reporter.warn(reason);
            return prompts.editAgain();
        }
    }
}
