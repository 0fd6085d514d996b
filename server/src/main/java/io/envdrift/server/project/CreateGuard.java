package io.envdrift.server.project;

import io.envdrift.base.Secret;
import io.envdrift.server.access.ApiRequest;
import io.envdrift.server.access.Refusal;
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
     * @throws Refusal 401 when it does not carry the token
     */
    void pass(ApiRequest request) {
        boolean allowed = token.isPresent() ? request.bearer().map(Secret::of).equals(token) : loopbackOnly;
        if (!allowed) {
            throw new Refusal(401, "Create token required");
        }
    }
}
