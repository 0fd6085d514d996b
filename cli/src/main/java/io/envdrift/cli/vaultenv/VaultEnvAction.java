package io.envdrift.cli.vaultenv;

import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.ServerAction;
import io.envdrift.cli.base.ServerOptions;
import java.util.Optional;

/** A command that calls a vault-env server. */
abstract class VaultEnvAction extends ServerAction<VaultEnvSession> {
    VaultEnvAction(Host host, Outline outline) {
        super(
                host,
                outline,
                "vault-env",
                new ServerOptions("VAULT_URL, else the hosted one", "https://vault.example.com"));
    }

    @Override
    protected final VaultEnvSession open(Host machine, Reporter reporter, ServerOptions options) {
        return new VaultEnvSession(machine, reporter, options.address(), options.timeout(), keyName());
    }

    /** Returns the name under which the key is saved, if it is not that of this directory. */
    Optional<String> keyName() {
        return Optional.empty();
    }
}
