package io.envdrift.cli.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.ProjectCommand;
import io.envdrift.cli.base.ProjectOpener;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.SecretArgument;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.config.Mapping;
import io.envdrift.sync.KeyFit;
import io.envdrift.vault.Vault;
import io.envdrift.workflow.IgnoreLine;
import io.envdrift.workflow.push.KeyDriftException;
import io.envdrift.workflow.push.PushAll;
import io.envdrift.workflow.push.PushKey;
import io.envdrift.workflow.push.PushReport;
import io.envdrift.workflow.push.VerifiedWrite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code envdrift vault-push}: local keys into the vault. */
public final class VaultPushCommand extends ProjectCommand {
    private List<String> arguments = List.of();
    private @Nullable String environment;
    private boolean direct;
    private boolean all;
    private boolean force;
    private boolean encrypt;
    private boolean skipEncrypt;

    /** Creates the command for a machine. */
    public VaultPushCommand(Host host) {
        super(
                host,
                Outline.of("vault-push", "Put private keys into the vault and read them back.")
                        .footer(
                                "",
                                "Examples:",
                                "  envdrift vault-push services/app app-key --env production",
                                "  envdrift vault-push --all                       every key that the vault lacks",
                                "  envdrift vault-push --direct app-key - < key    any value, from standard input"));
    }

    @Override
    public void declare(CommandOptions options) {
        options.arguments(
                "0..2", "FOLDER SECRET", "With --direct: NAME VALUE.", String.class, given -> arguments = given);
        declareProject(options);
        options.value("-e, --env", "ENV", "Environment of the key.", text -> environment = text);
        options.flag(
                "--direct",
                "Store NAME with VALUE as it is; '-' reads standard input, @FILE a file.",
                on -> direct = on);
        options.flag("--all", "Push the keys of all mappings.", on -> all = on);
        declareProfile(options, "With --all: also this profile's mappings.");
        options.flag("-f, --force", "With --all: replace secrets that hold another key.", on -> force = on);
        options.flag("--encrypt", "With --all: encrypt plaintext files first, without a warning.", on -> encrypt = on);
        options.flag("--skip-encrypt", "With --all: do not encrypt plaintext files first.", on -> skipEncrypt = on);
    }

    @Override
    protected Reporter.Result work(Reporter reporter) {
        return all ? pushAll(reporter) : pushOne(reporter);
    }

    private Reporter.Result pushOne(Reporter reporter) {
        if (arguments.size() != 2 || !direct && environment == null) {
            throw new EnvdriftException(
                    ErrorCode.USAGE,
                    "vault-push needs FOLDER SECRET --env ENV, or --direct NAME VALUE, or --all",
                    "run: envdrift vault-push --help");
        }
        onlyWithAll().forEach(option -> reporter.warn(List.of(option + " is only applicable with --all")));
        try (ProjectOpener.OpenedVaults opened = openVaults(new ProjectOpener(machine()), reporter)) {
            String secret = arguments.get(direct ? 0 : 1);
            Optional<Secret> value = direct
                    ? Optional.of(new SecretArgument(host, reporter).readGiven(arguments.get(1), secret))
                    : Optional.empty();
            Vault target = opened.vault(secret);
            VerifiedWrite.Written written = value.map(given -> new VerifiedWrite(target).put(secret, given))
                    .orElseGet(() -> new PushKey(target)
                            .run(
                                    host.workingDirectory()
                                            .resolve(arguments.getFirst())
                                            .normalize(),
                                    secret,
                                    String.valueOf(environment),
                                    opened.config()));
            Row row = Row.of(
                            Level.GOOD,
                            "[OK]",
                            "Pushed secret '" + secret + "' to "
                                    + opened.routing().provider() + " vault",
                            fields(secret, written))
                    .below(details(written));
            return new Reporter.Result(Report.of("vault-push", List.of(row)), true);
        }
    }

    private List<String> onlyWithAll() {
        List<String> given = new ArrayList<>();
        if (profile().isPresent()) {
            given.add("--profile");
        }
        if (force) {
            given.add("--force");
        }
        if (encrypt) {
            given.add("--encrypt");
        }
        if (skipEncrypt) {
            given.add("--skip-encrypt");
        }
        return given;
    }

    private Reporter.Result pushAll(Reporter reporter) {
        try (ProjectOpener.Opened opened = open(reporter)) {
            PushReport push = new PushAll(opened.project())
                    .run(
                            profile(),
                            new PushAll.Options(
                                    extras(), file -> announce(reporter, file), note -> remind(reporter, note)));
            ToldFaults told = new ToldFaults();
            boolean opposed = KeyAdvice.isOpposed(push.rows().stream().flatMap(VaultPushCommand::fit));
            Report report = new Report("vault-push")
                    .section(new Report.Section(
                            "",
                            push.rows().stream()
                                    .map(row -> row(row, opposed, push.rows().size() == 1, told))
                                    .toList(),
                            "",
                            Map.of()));
            report.close(
                    push.hasErrors() ? Level.ERROR : Level.GOOD,
                    "Done. Pushed: " + push.count(PushReport.Pushed.Done.class) + ", Skipped: "
                            + push.count(PushReport.Pushed.Skipped.class) + ", Errors: "
                            + push.count(PushReport.Pushed.Failed.class));
            return new Reporter.Result(report, !push.hasErrors());
        }
    }

    private Set<PushAll.Extra> extras() {
        Set<PushAll.Extra> extras = EnumSet.noneOf(PushAll.Extra.class);
        if (force) {
            extras.add(PushAll.Extra.REPLACE);
        }
        if (skipEncrypt) {
            extras.add(PushAll.Extra.KEEP_PLAINTEXT);
        }
        return extras;
    }

    /** Announces each encryption before it is done, unless the user asked for it. */
    private void announce(Reporter reporter, String file) {
        if (!encrypt) {
            reporter.warn(List.of(file + " is plaintext: it is encrypted in place, so that its key can be pushed"
                    + " (--skip-encrypt pushes keys only)"));
        }
    }

    /** A line that was added is in the commit; one that was not has to be added by hand. */
    private void remind(Reporter reporter, IgnoreLine.Note note) {
        if (!note.added()) {
            reporter.warn(List.of(EncryptCommand.ignored(note, Backends.shown(host, note.ignore()))));
        }
    }

    private static Stream<KeyFit> fit(PushReport.Row row) {
        return row.outcome() instanceof PushReport.Pushed.Failed failed
                        && failed.failure() instanceof KeyDriftException drift
                ? Stream.of(drift.fit())
                : Stream.empty();
    }

    /**
     * Where rows need opposite commands, one command for all would replace a key that opens its file; a row that failed
     * for another reason may need either.
     */
    private Optional<String> hint(PushReport.Row row, EnvdriftException failure, boolean opposed, boolean alone) {
        Path from = host.workingDirectory();
        Mapping mapping = row.mapping();
        boolean named = failure instanceof KeyDriftException drift
                && (opposed || !alone && (drift.fit() == KeyFit.VAULT || drift.fit() == KeyFit.LOCAL_SINCE_COMMIT));
        return named
                ? Optional.of(KeyAdvice.drift(
                        ((KeyDriftException) failure).fit(),
                        KeyAdvice.takeOne(mapping, from),
                        KeyAdvice.pushOne(mapping, from)))
                : failure.hint();
    }

    private Row row(PushReport.Row row, boolean opposed, boolean alone, ToldFaults told) {
        String secret = row.mapping().secretName();
        String subject = row.mapping().folderPath() + " (" + secret + ") - ";
        return switch (row.outcome()) {
            case PushReport.Pushed.Done(var written, var notes) ->
                Row.of(
                                Level.GOOD,
                                "+",
                                subject + "pushed" + (notes.isEmpty() ? "" : " (" + String.join("; ", notes) + ")"),
                                fields(secret, written))
                        .below(details(written));
            case PushReport.Pushed.Skipped(var reason) ->
                Row.of(
                        Level.PLAIN,
                        "=",
                        subject + "Skipped (" + reason + ")",
                        Fields.of("secret", secret, "status", "skipped", "reason", reason));
            case PushReport.Pushed.Failed(var failure) -> {
                Map<String, Object> fields = new LinkedHashMap<>(Fields.of("secret", secret, "status", "error"));
                SyncPresenter.failure(fields, failure);
                Optional<String> hint = hint(row, failure, opposed, alone);
                hint.ifPresent(text -> fields.put("hint", text));
                boolean again = told.isTold(failure);
                yield Row.of(
                                Level.ERROR,
                                "x",
                                subject
                                        + (again
                                                ? "error (" + ToldFaults.AGAIN + ")"
                                                : "error: " + failure.getMessage()),
                                fields)
                        .below(hint.filter(any -> !again)
                                .map(text -> List.of("Hint: " + text))
                                .orElse(List.of()));
            }
        };
    }

    private static List<String> details(VerifiedWrite.Written written) {
        List<String> details = new ArrayList<>();
        if (!written.version().isEmpty()) {
            details.add("Version: " + written.version());
        }
        written.replaced().ifPresent(old -> details.add("Warning: replaced a different value (" + old + ")"));
        written.doubt().ifPresent(reason -> details.add("Warning: " + reason));
        return details;
    }

    private static Map<String, Object> fields(String secret, VerifiedWrite.Written written) {
        Map<String, Object> fields = Fields.of("secret", secret, "status", "pushed", "version", written.version());
        written.replaced().ifPresent(old -> fields.put("replacedFingerprint", old));
        written.doubt().ifPresent(reason -> fields.put("warning", reason));
        return fields;
    }
}
