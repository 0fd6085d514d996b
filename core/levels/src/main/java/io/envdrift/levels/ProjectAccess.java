package io.envdrift.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.levels.protocol.Custody;
import io.envdrift.levels.protocol.KeyDescriptor;
import io.envdrift.levels.protocol.KeyParameters;
import io.envdrift.levels.protocol.NewClientKey;
import io.envdrift.levels.protocol.ProjectKey;
import io.envdrift.levels.protocol.ProofKind;
import java.util.Optional;

/**
 * A project whose key is at hand, and whose terms were checked.
 *
 * @param descriptor what the server says of the key
 * @param key the text that everything is derived from
 */
record ProjectAccess(String project, KeyDescriptor descriptor, Secret key) {
    /**
     * Checks what a server says of a key, and finds the key.
     *
     * @throws EnvdriftException {@code KEY_TERMS} when the server claims a key that the caller holds, or names rounds out of
     *     bounds, {@code VAULT_SETTINGS} when a client-managed key is missing
     */
    static ProjectAccess of(String project, KeyDescriptor descriptor, ClientKey clientKey) {
        if (descriptor.custody() == Custody.SERVER && clientKey.isGiven()) {
            throw new EnvdriftException(
                    ErrorCode.KEY_TERMS,
                    "the server says that it holds the key of '" + project + "', but a client key was given; nothing"
                            + " was sent",
                    "if the project is server-managed, leave the client key away; if not, ask whoever runs the server");
        }
        descriptor.parameters().ifPresent(parameters -> requireAcceptable(project, parameters));
        if (descriptor.custody() == Custody.CLIENT && descriptor.parameters().isEmpty()) {
            throw new EnvdriftException(
                    ErrorCode.KEY_TERMS,
                    "the key of '" + project + "' has no salt: the project is from before June 2026",
                    "establish its encryption again with the original's dashboard");
        }
        return new ProjectAccess(project, descriptor, key(project, descriptor, clientKey));
    }

    private static void requireAcceptable(String project, KeyParameters parameters) {
        if (!parameters.isAcceptable()) {
            throw new EnvdriftException(
                    ErrorCode.KEY_TERMS,
                    "the server names " + parameters.rounds() + " rounds for the key of '" + project + "', which are"
                            + " not within " + KeyParameters.MIN_ROUNDS + " and " + KeyParameters.MAX_ROUNDS
                            + "; nothing was sent",
                    "fewer make the key easy to guess; ask whoever runs the server");
        }
    }

    private static Secret key(String project, KeyDescriptor descriptor, ClientKey clientKey) {
        if (descriptor.custody() == Custody.CLIENT) {
            return clientKey.require(project, descriptor.hint());
        }
        return descriptor
                .key()
                .orElseThrow(() -> new LevelsException(
                        ErrorCode.MALFORMED_ANSWER,
                        0,
                        null,
                        "the server says that it holds the key of '" + project + "', but does not hand it out",
                        "ask whoever runs the server"));
    }

    /** Tells whether only our clients write to the project, so that each text says which level it is of. */
    boolean isStrict() {
        return descriptor.custody() == Custody.CLIENT && descriptor.proof() == ProofKind.V2;
    }

    /** Returns the data key, 32 bytes, which the caller must not change. */
    byte[] dataKey() {
        return descriptor
                .parameters()
                .map(parameters -> DataKeys.dataKey(key, parameters))
                .orElseGet(() -> ProjectKey.of(key).legacyDataKey());
    }

    /** Returns the proof that a write needs: none where the server has the key. */
    Optional<String> proof() {
        return descriptor.custody() == Custody.SERVER ? Optional.empty() : Optional.of(proof(descriptor.proof()));
    }

    /** Returns the proof of a kind. */
    String proof(ProofKind kind) {
        KeyParameters parameters = descriptor.parameters().orElseThrow();
        return kind == ProofKind.V2 ? ProjectKey.proofV2(dataKey(), parameters) : DataKeys.proofV1(key, parameters);
    }

    /** Tells whether the proof that is sent would be the data key itself. */
    boolean isGivenAway() {
        return descriptor.custody() == Custody.CLIENT
                && descriptor.proof() == ProofKind.V1
                && ProjectKey.of(key).isGivenAwayByProofV1();
    }

    /** Returns what a server learns of this key in client-managed custody. */
    NewClientKey asClientKey(ProofKind kind, Optional<String> hint) {
        return new NewClientKey(proof(kind), descriptor.parameters().orElseThrow(), kind, hint);
    }

    /** Shows no key. */
    @Override
    public String toString() {
        return "access to " + project;
    }
}
