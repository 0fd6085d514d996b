package io.envdrift.server.access;

import io.envdrift.server.store.Project;
import io.envdrift.vaultenv.protocol.SignedRequest;

/** A way to find out who calls. Signatures are the first; tokens of named callers fit beside them. */
@FunctionalInterface
public interface CallerIdentity {
    /**
     * Returns the caller.
     *
     * @throws Refusal 401 when the call does not prove who calls
     */
    Caller identify(Project project, ApiRequest request, SignedRequest message);
}
