package io.envdrift.server.api.vaultenv;

import io.envdrift.server.pipeline.Refusal;
import io.envdrift.vaultenv.protocol.VaultEnvRefusal;

/** The refusals of vault-env: some have words that belong to the protocol. */
final class Refusals {
    private Refusals() {}

    /** Returns a refusal in the protocol's words. */
    static Refusal of(VaultEnvRefusal known) {
        return new Refusal(known.status(), known.text());
    }

    /** Bad input. */
    static Refusal badRequest(String error) {
        return new Refusal(400, error);
    }

    /** A quota of the server is used up. */
    static Refusal quota(String error) {
        return new Refusal(403, error);
    }
}
