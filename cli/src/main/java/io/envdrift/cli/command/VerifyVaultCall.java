package io.envdrift.cli.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.OutputOptions;
import io.envdrift.cli.base.ProjectOpener;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Escaping;
import io.envdrift.cli.render.Report;
import io.envdrift.config.EnvdriftConfig;
import io.envdrift.config.Mapping;
import io.envdrift.config.SecretRegion;
import io.envdrift.config.SyncSettings;
import io.envdrift.config.VaultFlags;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultSettings;
import io.envdrift.workflow.keys.OwnedFile;
import io.envdrift.workflow.keys.VaultVerdict;
import io.envdrift.workflow.keys.VerifyVault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What {@code decrypt --verify-vault} does. */
final class VerifyVaultCall {
    private final Host host;
    private final Reporter reporter;
    private final VerifyOptions options;
    private final OutputOptions output;

    VerifyVaultCall(Host host, Reporter reporter, VerifyOptions options, OutputOptions output) {
        this.host = host;
        this.reporter = reporter;
        this.options = options;
        this.output = output;
    }

    Reporter.Result run(Path named) {
        try (ProjectOpener.OpenedVaults opened = new ProjectOpener(options.config.machine(output.machine(host)))
                .openVaults(options.config.path(), options.vault)) {
            reporter.warn(opened.warnings());
            OwnedFile file = OwnedFile.of(
                    host.workingDirectory().resolve(named),
                    opened.config(),
                    OwnedFile.Named.TO_READ,
                    options.vault.timeout());
            Optional<Mapping> mapping = file.mapping();
            String secret = options.secret()
                    .or(() -> mapping.map(Mapping::secretName))
                    .orElseThrow(() -> new EnvdriftException(
                            ErrorCode.USAGE,
                            "--verify-vault needs --secret: no mapping owns " + named,
                            "add --secret NAME, or a mapping for the file's folder"));
            VaultFlags flags = options.vault.flags();
            VaultSettings settings = SecretRegion.apply(settings(opened, mapping, flags), secret);
            tell("Verifying " + named + " against the vault");
            tell("Provider: " + settings.provider() + " | Secret: " + secret);
            Vault vault = opened.vaults().vault(settings);
            VerifyVault.Verification found = new VerifyVault(vault, new Told())
                    .run(
                            file,
                            secret,
                            opened.config()
                                    .map(EnvdriftConfig::sync)
                                    .map(sync -> sync.has(SyncSettings.Rule.STRICT_KEYS))
                                    .orElse(false));
            VerifyVaultPresenter presenter = new VerifyVaultPresenter(
                    named.toString(), secret, options.config.path().map(Path::toString), flags, mapping);
            Report report = new Report("decrypt").section(Report.Section.messages(List.of(presenter.row(found))));
            boolean inSync = found.verdict() instanceof VaultVerdict.InSync;
            return new Reporter.Result(report, inSync);
        }
    }

    /** A secret from the command line is looked for where the command line says; else the mapping decides. */
    private VaultSettings settings(ProjectOpener.OpenedVaults opened, Optional<Mapping> mapping, VaultFlags flags) {
        boolean byFlags = options.secret().isPresent() && !flags.isEmpty();
        return mapping.filter(any -> !byFlags)
                .map(opened.routing()::settingsFor)
                .orElseGet(opened.routing()::settings);
    }

    private void tell(String line) {
        if (!output.ci() && !output.quiet() && reporter.format() == OutputOptions.Format.TEXT) {
            host.out().println(Escaping.text(line));
        }
    }

    private final class Told implements VerifyVault.Steps {
        @Override
        public void fetching() {
            tell("Fetching private key from vault...");
        }

        @Override
        public void testing() {
            tell("Private key retrieved from vault");
            tell("Testing decryption in memory...");
        }
    }
}
