package io.envdrift.server.api.vaultenv;

import io.envdrift.server.pipeline.Call;
import io.envdrift.server.seal.Sealer;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.SignatureCheck;
import io.envdrift.vaultenv.protocol.SignatureVerdict;
import io.envdrift.vaultenv.protocol.SignatureVerdict.Invalid;
import io.envdrift.vaultenv.protocol.SignatureVerdict.Valid;
import io.envdrift.vaultenv.protocol.VaultEnvRefusal;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Identifies callers by the signature of their project's key; strict projects require it to be bound to method and
 * path.
 */
record SignatureIdentity(Sealer sealer, InstantSource clock) {
    private static final byte[] NO_KEY = {};

    /**
     * Returns the caller, on no device.
     *
     * @throws io.envdrift.server.pipeline.Refusal 401 when the call does not prove who calls
     */
    Caller identify(StoredProject project, Endpoint endpoint, Call call) {
        SignatureVerdict verdict = SignatureCheck.check(
                key(project),
                signature(call).orElse(null),
                Endpoint.METHOD,
                endpoint.path(),
                call.body(),
                clock.millis());
        return switch (verdict) {
            case Invalid invalid -> throw Refusals.of(VaultEnvRefusal.UNAUTHORIZED);
            case Valid valid -> {
                if (project.strict() && !valid.bound()) {
                    // The caller holds the key here, so the answer tells no stranger that the project exists.
                    throw Refusals.of(VaultEnvRefusal.NOT_BOUND);
                }
                SignatureUse use = new SignatureUse(
                        valid.digest(),
                        valid.bound(),
                        valid.timestamp() + SignatureCheck.MAX_AGE_MILLIS,
                        new Fingerprint(endpoint, signature(call), call.body()));
                yield new Caller(project, use, Optional.empty());
            }
        };
    }

    /** Tells whether a project's key signed a call of another API, bound to its method and path, over the project's id. */
    boolean signed(StoredProject project, Call call) {
        SignatureVerdict verdict = SignatureCheck.check(
                key(project),
                signature(call).orElse(null),
                call.operation().method(),
                call.operation().path().toString(),
                project.id().getBytes(StandardCharsets.UTF_8),
                clock.millis());
        return verdict instanceof Valid valid && valid.bound();
    }

    private byte[] key(StoredProject project) {
        return project.sealedKey().isEmpty()
                ? NO_KEY
                : sealer.open(project.sealedKey(), VaultEnvTables.signingKey(project.id()));
    }

    /** Several headers are one with commas, as everywhere in HTTP: the last of two equal parts counts. */
    private static Optional<String> signature(Call call) {
        List<String> values = call.headers().all(Endpoint.SIGNATURE_HEADER);
        return values.isEmpty() ? Optional.empty() : Optional.of(String.join(",", values));
    }
}
