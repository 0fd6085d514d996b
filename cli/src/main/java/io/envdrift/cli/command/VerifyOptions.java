package io.envdrift.cli.command;

import io.envdrift.cli.VaultOptions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code decrypt} that test a vault's key instead of decrypting. */
final class VerifyOptions {
    @Option(
            names = "--verify-vault",
            description = "Test in memory that the vault's key opens the file; write nothing.")
    boolean verifyVault;

    @Option(
            names = "--secret",
            paramLabel = "NAME",
            description = "With --verify-vault: the secret (default: that of the mapping that owns the file).")
    private @Nullable String secret;

    @Mixin
    VaultOptions.ConfigOption config = new VaultOptions.ConfigOption();

    @Mixin
    VaultOptions vault = new VaultOptions();

    Optional<String> secret() {
        return Optional.ofNullable(secret).map(String::strip).filter(name -> !name.isEmpty());
    }
}
