package io.envdrift.server.api.levels;

import io.envdrift.base.Secret;
import io.envdrift.crypto.AesGcm;
import io.envdrift.json.JsonObject;
import io.envdrift.levels.protocol.Custody;
import io.envdrift.levels.protocol.KeyDescriptor;
import io.envdrift.levels.protocol.KeyParameters;
import io.envdrift.levels.protocol.NewClientKey;
import io.envdrift.levels.protocol.ProofKind;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The key that a project is to have.
 *
 * @param secret the key itself where the server is to manage it, the proof where the clients do
 */
record NewKey(Custody custody, Secret secret, KeyParameters parameters, ProofKind proof, Optional<String> hint) {
    private static final int MAX_KEY = 4096;
    private static final int LEAST_SALT = 8;
    private static final int MOST_SALT = 64;

    /**
     * Reads the members of a request that makes a project.
     *
     * @throws Refused 422 when one is wrong
     */
    static NewKey read(JsonObject json) {
        Optional<String> mode = Bodies.choice(json, "storage_mode", List.of("server", "client"));
        // The original's clients send neither word when they send a proof.
        boolean client = mode.map("client"::equals).orElse(NewClientKey.isIn(json));
        return client ? clientManaged(json) : serverManaged(json);
    }

    /**
     * Reads what a client says of its key.
     *
     * @throws Refused 422 when a member is missing or wrong
     */
    static NewKey clientManaged(JsonObject json) {
        NewClientKey key = NewClientKey.read(json);
        requireProof(key.check());
        requireStrength(key.parameters());
        return new NewKey(
                Custody.CLIENT, Secret.of(key.check()), key.parameters(), key.proof(), Bodies.text(json, "key_hint"));
    }

    private static NewKey serverManaged(JsonObject json) {
        Optional<String> key = json.text("encryption_key").filter(text -> !text.isEmpty());
        if (key.isPresent() && key.get().length() > MAX_KEY) {
            throw Refused.invalid("encryption_key", "encryption_key is longer than " + MAX_KEY + " characters");
        }
        KeyParameters parameters =
                KeyDescriptor.read(json).parameters().orElseGet(() -> freshParameters(KeyParameters.DEFAULT_ROUNDS));
        requireStrength(parameters);
        if (parameters.rounds() > DataKeys.MAX_ROUNDS) {
            throw Refused.invalid(
                    "key_check_iterations",
                    "key_check_iterations must be at most " + DataKeys.MAX_ROUNDS + " where the server derives");
        }
        ProofKind proof = json.text("proof").map(ProofKind::of).orElse(ProofKind.V1);
        return new NewKey(
                Custody.SERVER,
                key.map(Secret::of).orElseGet(KeyStore::makeKey),
                parameters,
                proof,
                Bodies.text(json, "key_hint"));
    }

    /** Returns a new salt with some rounds. */
    static KeyParameters freshParameters(int rounds) {
        return new KeyParameters(KeyStore.random(KeyParameters.SALT_LENGTH), rounds);
    }

    private static void requireProof(String check) {
        try {
            if (Base64.getDecoder().decode(check).length == AesGcm.KEY_LENGTH) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw Refused.invalid("key_check", "key_check must be base64 of 32 bytes");
    }

    private static void requireStrength(KeyParameters parameters) {
        if (!parameters.isAcceptable()) {
            throw Refused.invalid(
                    "key_check_iterations",
                    "key_check_iterations must be from " + KeyParameters.MIN_ROUNDS + " to "
                            + KeyParameters.MAX_ROUNDS);
        }
        int length = parameters.salt().length;
        if (length < LEAST_SALT || length > MOST_SALT) {
            throw Refused.invalid(
                    "key_check_salt", "key_check_salt must be " + LEAST_SALT + " to " + MOST_SALT + " bytes");
        }
    }

    /** Returns the key as it is stored. */
    Keys.Key sealed(KeyStore store, String project, long version, String createdAt) {
        String sealed = custody == Custody.CLIENT
                ? store.sealProof(secret.reveal(), project, version)
                : store.sealKey(secret, project, version);
        return new Keys.Key(0, project, version, custody, sealed, proof, parameters, hint, createdAt, Optional.empty());
    }
}
