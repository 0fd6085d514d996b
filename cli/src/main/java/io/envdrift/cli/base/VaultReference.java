package io.envdrift.cli.base;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import java.util.Optional;

/** A secret of a vault as variables name it, {@code provider:NAME}, where a passphrase or key is kept. */
public final class VaultReference {
    private VaultReference() {}

    /**
     * Reads the secret; the vault's settings are those of the configuration.
     *
     * @param variable where the reference stands, for messages
     * @throws EnvdriftException {@code VAULT_SETTINGS} when it names none; others when the vault refuses
     */
    public static Secret read(Host host, Reporter reporter, String variable, String reference) {
        int colon = reference.indexOf(':');
        if (colon <= 0 || colon == reference.length() - 1) {
            throw new EnvdriftException(
                    ErrorCode.VAULT_SETTINGS,
                    variable + " names no secret of a vault",
                    "write it as provider:NAME, as in azure:envsync-passphrase");
        }
        VaultOptions options = VaultOptions.of(reference.substring(0, colon));
        try (ProjectOpener.OpenedVaults opened = new ProjectOpener(host).openVaults(Optional.empty(), options)) {
            reporter.warn(opened.warnings());
            String secret = reference.substring(colon + 1);
            return opened.vault(secret).get(secret).value();
        }
    }
}
