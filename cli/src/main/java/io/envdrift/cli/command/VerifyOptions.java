package io.envdrift.cli.command;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.VaultOptions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The options of {@code decrypt} that test a vault's key instead of decrypting. */
final class VerifyOptions {
    boolean verifyVault;
    private @Nullable String secret;
    final VaultOptions.ConfigOption config = new VaultOptions.ConfigOption();
    final VaultOptions vault = new VaultOptions();

    /** Adds these options to those of a command. */
    void declare(CommandOptions options) {
        options.flag(
                "--verify-vault",
                "Test in memory that the vault's key opens the file; write nothing.",
                on -> verifyVault = on);
        options.value(
                "--secret",
                "NAME",
                "With --verify-vault: the secret (default: that of the mapping that owns the file).",
                text -> secret = text);
        config.declare(options);
        vault.declare(options);
    }

    Optional<String> secret() {
        return Optional.ofNullable(secret).map(String::strip).filter(name -> !name.isEmpty());
    }
}
