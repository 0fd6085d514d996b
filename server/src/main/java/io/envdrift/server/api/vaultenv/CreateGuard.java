package io.envdrift.server.api.vaultenv;

import io.envdrift.base.Secret;
import io.envdrift.server.pipeline.Call;
import io.envdrift.vaultenv.protocol.KnownRefusal;
import java.util.Optional;

/**
 * Who may make projects: whoever shows the operator's token; without a token anybody, but only on a server that listens on
 * loopback alone.
 *
 * @param token the operator's token
 * @param loopbackOnly whether nobody but this machine can reach the server
 */
public record CreateGuard(Optional<Secret> token, boolean loopbackOnly) {
    /**
     * Lets the call pass.
     *
     * @throws io.envdrift.server.pipeline.Refusal 401 when it does not carry the token
     */
    void pass(Call call) {
        boolean allowed = token.isPresent() ? call.bearer().map(Secret::of).equals(token) : loopbackOnly;
        if (!allowed) {
            throw Refusals.of(KnownRefusal.CREATE_TOKEN_REQUIRED);
        }
    }
}
