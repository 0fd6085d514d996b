package io.envdrift.cli.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.OptionalProject;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.OutputOptions;
import io.envdrift.cli.base.ProjectCommand;
import io.envdrift.cli.base.ProjectOpener;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.SelectionOptions;
import io.envdrift.cli.render.Escaping;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenvx.DecryptedDocument;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.git.FilteredTree;
import io.envdrift.sync.EnvFile;
import io.envdrift.workflow.files.DecryptFile;
import io.envdrift.workflow.files.FileOutcome;
import io.envdrift.workflow.files.TextGate;
import io.envdrift.workflow.keys.FileKeys;
import io.envdrift.workflow.keys.KeyStoreRefusal;
import io.envdrift.workflow.keys.OwnedFile;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code envdrift decrypt}: the values of one file. */
public final class DecryptCommand extends ProjectCommand {
    private Path file = Path.of(".env");
    private final SelectionOptions selection = new SelectionOptions();
    private boolean verifyVault;
    private @Nullable String secret;
    private boolean stdout;
    private @Nullable String backend;

    /** Creates the command for a machine. */
    public DecryptCommand(Host host) {
        super(
                host,
                Outline.of("decrypt", "Decrypt the values of an env file in place.")
                        .footer(
                                "",
                                "Examples:",
                                "  envdrift decrypt .env.production",
                                "  envdrift decrypt .env.production --stdout    print, write nothing",
                                "  envdrift decrypt .env.production --verify-vault --ci -p azure \\",
                                "      --vault-url https://myvault.vault.azure.net --secret myapp-dotenvx-key"));
    }

    @Override
    public void declare(CommandOptions options) {
        options.optionalArgument("FILE", "Env file (default: .env).", Path.class, given -> file = given)
                .defaultValue(".env");
        selection.declare(options);
        options.flag(
                "--verify-vault",
                "Test in memory that the vault's key opens the file; write nothing.",
                on -> verifyVault = on);
        options.value(
                "--secret",
                "NAME",
                "With --verify-vault: the secret (default: that of the mapping that owns the file).",
                text -> secret = text);
        declareProject(options);
        options.flag("--stdout", "Print the decrypted file; write nothing.", on -> stdout = on);
        options.value("-b, --backend", "NAME", "dotenvx, the only one of this port.", text -> backend = text);
    }

    @Override
    protected Reporter.Result work(Reporter reporter) {
        Backends.requireDotenvx(backend);
        KeyStoreRefusal.requireOtherName(file, "decrypt");
        ProjectOpener opener = new ProjectOpener(machine());
        if (verifyVault) {
            try (ProjectOpener.OpenedVaults opened = openVaults(opener, reporter)) {
                OwnedFile owned = owned(opened.config(), file, OwnedFile.Named.TO_READ);
                return new VerifyVaultCall(secret(), vault.flags(), config.path(), line -> tell(reporter, line))
                        .run(opened, owned, file);
            }
        }
        try (OptionalProject project = openIfPresent(opener, reporter)) {
            OwnedFile owned =
                    owned(project.config(), file, stdout ? OwnedFile.Named.TO_READ : OwnedFile.Named.TO_WRITE);
            FileKeys keys = keys(project);
            if (stdout) {
                return print(owned, keys, reporter);
            }
            FileOutcome outcome = outcome(opener, owned, keys);
            Report report = Report.of("decrypt", List.of(row(outcome)));
            return new Reporter.Result(report, !outcome.isError());
        }
    }

    private Optional<String> secret() {
        return Optional.ofNullable(secret).map(String::strip).filter(name -> !name.isEmpty());
    }

    private void tell(Reporter reporter, String line) {
        if (!output.ci() && !output.quiet() && reporter.format() == OutputOptions.Format.TEXT) {
            host.out().println(Escaping.text(line));
        }
    }

    private FileOutcome outcome(ProjectOpener opener, OwnedFile owned, FileKeys keys) {
        try {
            Optional<FilteredTree> filtered = FilteredTree.of(host.workingDirectory());
            Map<Path, byte[]> before =
                    filtered.map(tree -> tree.contents(List.of(owned.file()))).orElse(Map.of());
            FileOutcome outcome = new DecryptFile(opener.ports()).run(owned.file(), keys.of(owned), selection.filter());
            filtered.ifPresent(tree -> tree.decrypted(
                    FilteredTree.changed(before),
                    opener.ports().files(),
                    opener.ports().randomness()));
            return outcome;
        } catch (EnvdriftException e) {
            return new FileOutcome.Failed(e.about(file), 0);
        }
    }

    private Reporter.Result print(OwnedFile owned, FileKeys keys, Reporter reporter) {
        byte[] text;
        try {
            EnvDocument document = EnvFile.parse(owned.snapshot());
            text = plaintext(document, keys.of(owned));
            reporter.warn(TextGate.warnings(file, document));
        } catch (EnvdriftException e) {
            throw e.about(file);
        }
        host.out().write(text, 0, text.length);
        host.out().flush();
        return Reporter.Result.printed();
    }

    private byte[] plaintext(EnvDocument document, KeyRing ring) {
        EncryptionState state = EncryptionState.of(document);
        if (state.encrypted().isEmpty()) {
            KeyStoreRefusal.requireOtherContent(file, "decrypt", state);
        }
        DecryptedDocument decrypted = new EnvFileCipher(new SecureRandom()).decrypt(document, ring, selection.filter());
        return decrypted.orThrow().bytes();
    }

    private Row row(FileOutcome outcome) {
        Row row = FilePresenter.row(file.toString(), outcome);
        return switch (outcome) {
            case FileOutcome.Decrypted any -> words(row, row.level(), "[OK]", "Decrypted " + file + " using dotenvx");
            case FileOutcome.Unchanged(var reason, var remarks) -> nothing(row, reason);
            case FileOutcome.NothingSelected(var reason) -> nothing(row, reason);
            case FileOutcome.Failed failed ->
                words(
                        row,
                        Level.ERROR,
                        "[ERROR]",
                        "Decryption failed: " + failed.failure().about(file).getMessage());
            case FileOutcome.Encrypted any -> row;
            case FileOutcome.Headed any -> row;
            case FileOutcome.WouldEncrypt any -> row;
            case FileOutcome.WouldHead any -> row;
            case FileOutcome.Skipped any -> row;
            case FileOutcome.Ambiguous any -> row;
        };
    }

    private Row nothing(Row row, String reason) {
        return words(row, Level.WARNING, "[WARN]", "Nothing to decrypt in " + file + " (" + reason + ")");
    }

    private static Row words(Row row, Level level, String icon, String text) {
        return row.reworded(level, icon, text);
    }
}
