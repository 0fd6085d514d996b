package io.envdrift.server.api.vaultenv;

import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Route;
import io.envdrift.vaultenv.protocol.Endpoint;

/** One call of vault-env and what answers it. */
public sealed interface VaultEnvRoute extends Route permits OpenRoute, SignedRoute {
    /** Returns the call. */
    Endpoint endpoint();

    @Override
    default Operation operation() {
        return Operations.of(endpoint());
    }
}
