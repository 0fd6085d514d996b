package io.envdrift.server.access;

import io.envdrift.server.seal.Sealer;
import io.envdrift.server.store.Project;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.KnownRefusal;
import io.envdrift.vaultenv.protocol.SignatureCheck;
import io.envdrift.vaultenv.protocol.SignatureVerdict;
import io.envdrift.vaultenv.protocol.SignatureVerdict.Invalid;
import io.envdrift.vaultenv.protocol.SignatureVerdict.Valid;
import io.envdrift.vaultenv.protocol.SignedRequest;
import java.time.InstantSource;
import java.util.Optional;

/** Knows callers by the signature of their project's key; strict projects want it bound to method and path. */
public final class SignatureIdentity implements CallerIdentity {
    private static final byte[] NO_KEY = {};

    private final Sealer sealer;
    private final InstantSource clock;

    /** Creates an identity whose keys are sealed by the sealer. */
    public SignatureIdentity(Sealer sealer, InstantSource clock) {
        this.sealer = sealer;
        this.clock = clock;
    }

    @Override
    public Caller identify(Project project, ApiRequest request, SignedRequest message) {
        byte[] key = project.sealedKey().isEmpty() ? NO_KEY : sealer.open(project.sealedKey(), project.id());
        SignatureVerdict verdict = SignatureCheck.check(
                key,
                request.signature().orElse(null),
                Endpoint.METHOD,
                request.endpoint().path(),
                request.body(),
                clock.millis());
        return switch (verdict) {
            case Invalid invalid -> throw Refusal.unauthorized();
            case Valid valid -> {
                if (project.strict() && !valid.bound()) {
                    // Whoever gets here holds the key: no stranger learns that the project exists.
                    throw new Refusal(KnownRefusal.NOT_BOUND.status(), KnownRefusal.NOT_BOUND.text());
                }
                SignatureUse use = new SignatureUse(
                        valid.digest(), valid.bound(), valid.timestamp() + SignatureCheck.MAX_AGE_MILLIS);
                yield new Caller(project, Optional.of(use), Optional.empty(), Optional.empty());
            }
        };
    }
}
