package io.envdrift.cli.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.ProjectOpener;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Report;
import io.envdrift.config.EnvdriftConfig;
import io.envdrift.config.Mapping;
import io.envdrift.config.SecretRegion;
import io.envdrift.config.VaultFlags;
import io.envdrift.vault.VaultSettings;
import io.envdrift.workflow.keys.OwnedFile;
import io.envdrift.workflow.keys.VaultVerdict;
import io.envdrift.workflow.keys.VerifyVault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What {@code decrypt --verify-vault} does.
 *
 * @param named the secret that the command line names
 * @param flags the vault that the command line names
 * @param config the configuration as the user wrote it
 * @param told receives a line for each step
 */
record VerifyVaultCall(Optional<String> named, VaultFlags flags, Optional<Path> config, Consumer<String> told)
        implements VerifyVault.Steps {
    /**
     * Verifies a file.
     *
     * @param shown the file as the user wrote it
     */
    Reporter.Result run(ProjectOpener.OpenedVaults opened, OwnedFile file, Path shown) {
        Optional<Mapping> mapping = file.mapping();
        String secret = named.or(() -> mapping.map(Mapping::secretName))
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.USAGE,
                        "--verify-vault needs --secret: no mapping owns " + shown,
                        "add --secret NAME, or a mapping for the file's folder"));
        VaultSettings settings = SecretRegion.apply(settings(opened, mapping), secret);
        told.accept("Verifying " + shown + " against the vault");
        told.accept("Provider: " + settings.provider() + " | Secret: " + secret);
        boolean strict = opened.config().filter(EnvdriftConfig::hasStrictKeys).isPresent();
        VerifyVault.Verification found =
                new VerifyVault(opened.vaults().vault(settings), this).run(file, secret, strict);
        VerifyVaultPresenter presenter =
                new VerifyVaultPresenter(shown.toString(), secret, config.map(Path::toString), flags, mapping);
        Report report = Report.of("decrypt", List.of(presenter.row(found)));
        return new Reporter.Result(report, found.verdict() instanceof VaultVerdict.InSync);
    }

    /** A secret from the command line is read from the vault of the command line; otherwise the mapping decides. */
    private VaultSettings settings(ProjectOpener.OpenedVaults opened, Optional<Mapping> mapping) {
        boolean byFlags = named.isPresent() && !flags.isEmpty();
        return mapping.filter(any -> !byFlags)
                .map(opened.routing()::settingsFor)
                .orElseGet(opened.routing()::settings);
    }

    @Override
    public void fetching() {
        told.accept("Fetching private key from vault...");
    }

    @Override
    public void testing() {
        told.accept("Private key retrieved from vault");
        told.accept("Testing decryption in memory...");
    }
}
