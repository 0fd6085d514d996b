package io.envdrift.server.api.levels;

import io.envdrift.base.Secret;
import io.envdrift.crypto.Sha256;
import io.envdrift.levels.protocol.KeyParameters;
import io.envdrift.levels.protocol.ProjectKey;
import io.envdrift.levels.protocol.ProofKind;
import io.envdrift.server.api.levels.Keys.Key;
import io.envdrift.server.seal.SealContext;
import io.envdrift.server.seal.Sealer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;

/** Seals keys and the digests of proofs, and opens them. Each is sealed for its project and its version. */
record KeyStore(Sealer sealer) {
    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Makes a key: 43 random characters. */
    static Secret makeKey() {
        return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(random(KEY_BYTES)));
    }

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    String sealKey(Secret key, String project, long version) {
        return sealer.seal(key.reveal().getBytes(StandardCharsets.UTF_8), keyContext(project, version));
    }

    String sealProof(String proof, String project, long version) {
        return sealer.seal(digest(proof), proofContext(project, version));
    }

    /** Returns a key that the server manages. */
    Secret key(Key key) {
        return Secret.of(new String(
                sealer.open(key.sealed(), keyContext(key.project(), key.version())), StandardCharsets.UTF_8));
    }

    /** Tells whether a proof is that of a key that the clients manage. */
    boolean isProof(Key key, String proof) {
        byte[] known = sealer.open(key.sealed(), proofContext(key.project(), key.version()));
        return MessageDigest.isEqual(known, digest(proof));
    }

    /** Returns the proof of a key that is at hand, made as that of a stored key. */
    static String proof(Secret key, byte[] dataKey, Key as) {
        return proof(key, dataKey, as.proof(), as.parameters());
    }

    /** Returns the proof of a key that is at hand. */
    static String proof(Secret key, byte[] dataKey, ProofKind kind, KeyParameters parameters) {
        return kind == ProofKind.V2
                ? ProjectKey.proofV2(dataKey, parameters)
                : ProjectKey.of(key).proofV1(parameters);
    }

    /** Seals all keys and digests with another master key; returns how many. */
    static int reseal(Connection connection, Sealer old, Sealer next) throws SQLException {
        int count = 0;
        for (Key key : Keys.all(connection)) {
            SealContext context = key.isClientManaged()
                    ? proofContext(key.project(), key.version())
                    : keyContext(key.project(), key.version());
            Keys.reseal(connection, key.id(), next.seal(old.open(key.sealed(), context), context));
            count++;
        }
        return count;
    }

    private static SealContext keyContext(String project, long version) {
        return SealContext.of("levels/project-key", project, Long.toString(version));
    }

    private static SealContext proofContext(String project, long version) {
        return SealContext.of("levels/key-proof", project, Long.toString(version));
    }

    private static byte[] digest(String proof) {
        return Sha256.of(proof.getBytes(StandardCharsets.UTF_8));
    }
}
