package io.envdrift.cli.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.ProjectOpener;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.ReportingCommand;
import io.envdrift.cli.base.VaultOptions;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.config.ConfigLoader;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FolderLock;
import io.envdrift.provider.local.LocalKey;
import io.envdrift.provider.local.LocalVault;
import io.envdrift.sync.SyncApplier;
import io.envdrift.workflow.IgnoreLine;
import io.envdrift.workflow.Ports;
import io.envdrift.workflow.files.StarterConfig;
import io.envdrift.workflow.files.StarterFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code envdrift init}: a first configuration. */
public final class InitCommand extends ReportingCommand {
    private static final String VAULT_FILE = "team.vault";
    private static final String KEY_FILE = "team.vault.key";
    private static final String CLOUD = """

        [vault]
        provider = "azure" # or %s

        [vault.azure]
        vault_url = "https://YOUR-VAULT.vault.azure.net/"
        """;
    private static final String LOCAL = """

        [vault]
        provider = "local"

        [vault.local]
        path = "team.vault"
        """;

    private boolean localVault;
    private boolean force;

    /** Creates the command for a machine. */
    public InitCommand(Host host) {
        super(
                host,
                Outline.of("init", "Write a first envdrift.toml from the .env files found here.")
                        .footer(
                                "",
                                "Examples:",
                                "  envdrift init                  for a cloud vault: edit its address, then 'envdrift"
                                        + " vault-push --all'",
                                "  envdrift init --local-vault    with a vault in a file, opened by a key file"));
    }

    @Override
    public void declare(CommandOptions options) {
        options.flag(
                "--local-vault",
                "Make a local vault: with ENVDRIFT_LOCAL_PASSPHRASE where set, else a key file.",
                on -> localVault = on);
        options.flag("-f, --force", "Replace an envdrift.toml that is there.", on -> force = on);
        output.declare(options);
    }

    @Override
    protected Reporter.Result work(Reporter reporter) {
        Path project = host.workingDirectory();
        Path config = project.resolve(ConfigLoader.ENVDRIFT_TOML);
        if (Files.exists(config) && !force) {
            throw new EnvdriftException(
                    ErrorCode.FILE_ACCESS, config + " exists already", "edit it, or replace it with --force");
        }
        Ports ports = new ProjectOpener(machine()).ports();
        StarterFiles files = StarterFiles.in(project);
        List<Row> rows = new ArrayList<>();
        String tables =
                localVault ? LOCAL + localVault(project, ports.files(), rows) : CLOUD.formatted(otherProviders());
        String text = StarterConfig.text(tables, String.valueOf(project.getFileName()), files.found());
        try (FolderLock lock = FolderLock.acquireOwn(project, SyncApplier.LOCK_LIMIT)) {
            Objects.requireNonNull(lock);
            ports.files().sweep(config);
            ports.files().write(config, text.getBytes(StandardCharsets.UTF_8), FileAccess.USUAL);
        }
        rows.add(
                row("envdrift.toml", "Wrote envdrift.toml with " + files.found().size() + " mapping(s)"));
        files.leftOut().forEach(left -> rows.add(leftOut(left)));
        IgnoreLine ignore = new IgnoreLine(ports);
        List<Path> secret = new ArrayList<>(List.of(project.resolve(".env.keys")));
        if (Files.exists(project.resolve(KEY_FILE))) {
            secret.add(project.resolve(KEY_FILE));
        }
        for (Path file : secret) {
            ignore.ensure(file).ifPresent(changed -> rows.add(ignored(changed, file)));
        }
        rows.addAll(nextSteps(files));
        return new Reporter.Result(Report.of("init", rows), true);
    }

    private static String otherProviders() {
        return VaultOptions.providerNames().stream()
                .filter(name -> !name.equals("azure"))
                .collect(Collectors.joining(", "));
    }

    /** Lists the steps that only the user can take. */
    private List<Row> nextSteps(StarterFiles files) {
        List<Row> rows = new ArrayList<>();
        if (files.found().isEmpty()) {
            rows.add(remark(
                    Level.WARNING,
                    "[WARN]",
                    "No env file (.env, .env.<environment>) was found to map",
                    "Next: make one, then run: envdrift init --force" + (localVault ? " --local-vault" : "")));
        }
        if (!localVault) {
            rows.add(remark(
                    Level.WARNING,
                    "[WARN]",
                    "No vault is named yet",
                    "Next: write its address into [vault.azure] vault_url of envdrift.toml, or choose another provider"
                            + " (docs/configuration.md); nothing is sent before that"));
        } else if (!files.found().isEmpty()) {
            String push = "envdrift vault-push --all";
            rows.add(remark(
                    Level.PLAIN,
                    "",
                    files.found().stream().allMatch(StarterFiles.Found::encrypted)
                            ? "Next: " + push + " (the files are encrypted already)"
                            : "Next: envdrift lock --force (encrypts, and makes the keys that are missing), then: "
                                    + push));
        }
        return rows;
    }

    private static Row leftOut(StarterFiles.LeftOut left) {
        Map<String, Object> fields = Fields.of("file", left.path(), "status", "left_out", "reason", left.reason());
        return Row.of(Level.PLAIN, "=", left.path() + " - left out (" + left.reason() + ")", fields);
    }

    private static Row remark(Level level, String icon, String text, String... details) {
        Map<String, Object> fields = Fields.of("status", "next", "text", text);
        return Row.of(level, icon, text, fields).below(List.of(details));
    }

    /** Makes the vault that is missing, and returns the line that names its key file. */
    private String localVault(Path project, AtomicFile files, List<Row> rows) {
        Path vault = project.resolve(VAULT_FILE);
        Optional<Secret> passphrase = Optional.ofNullable(host.environment().get("ENVDRIFT_LOCAL_PASSPHRASE"))
                .filter(text -> !text.isBlank())
                .map(Secret::of);
        Path keyFile = project.resolve(KEY_FILE);
        if (!Files.exists(vault)) {
            LocalKey key = passphrase
                    .map(LocalKey::passphrase)
                    .orElseGet(
                            () -> Files.exists(keyFile) ? LocalKey.file(keyFile) : LocalKey.createFile(keyFile, files));
            LocalVault.create(vault, key, files).close();
            rows.add(row(
                    VAULT_FILE,
                    "Made the vault " + VAULT_FILE + ", opened by "
                            + passphrase.map(any -> "the passphrase").orElse(KEY_FILE)));
        } else if (passphrase.isEmpty() && !Files.exists(keyFile)) {
            rows.add(remark(
                    Level.WARNING,
                    "[WARN]",
                    VAULT_FILE + " is there, and " + KEY_FILE + ", which opens it, is not",
                    "Next: get " + KEY_FILE + " from a colleague (0600), or name another file in key_file"));
        }
        return passphrase.isPresent()
                ? ""
                : "key_file = \"" + KEY_FILE + "\" # give it to the team by other means than git\n";
    }

    private static Row ignored(IgnoreLine.Note note, Path file) {
        String ignore = note.ignore().toString();
        return note.added()
                ? row(ignore, "git ignores " + file.getFileName() + "* now")
                : Row.of(
                        Level.WARNING,
                        "[WARN]",
                        ignore + " is a link or has another name elsewhere, and is not touched: add the line "
                                + note.line() + " to it",
                        Fields.of("file", ignore, "status", "not written"));
    }

    private static Row row(String file, String text) {
        Map<String, Object> fields = Fields.of("file", file, "status", "written");
        return Row.of(Level.GOOD, "[OK]", text, fields);
    }
}
