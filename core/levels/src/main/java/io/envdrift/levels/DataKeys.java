package io.envdrift.levels;

import io.envdrift.base.Secret;
import io.envdrift.levels.protocol.KeyParameters;
import io.envdrift.levels.protocol.ProjectKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A cache of the keys that this process derived: the many rounds are computed once for a key, a salt and a number of
 * rounds. The process holds the project's key in memory anyway.
 */
final class DataKeys {
    private static final int MOST = 16;
    private static final Map<Derivation, Secret> PROOFS = new ConcurrentHashMap<>();
    private static final Map<Derivation, byte[]> KEYS = new ConcurrentHashMap<>();

    private record Derivation(Secret key, KeyParameters parameters) {}

    private DataKeys() {}

    /** Returns the data key, 32 bytes, which the caller must not change. */
    static byte[] dataKey(Secret key, KeyParameters parameters) {
        bound(KEYS);
        return KEYS.computeIfAbsent(
                new Derivation(key, parameters), each -> ProjectKey.of(key).dataKey(parameters));
    }

    /** Returns the proof of version 1. */
    static String proofV1(Secret key, KeyParameters parameters) {
        bound(PROOFS);
        return PROOFS.computeIfAbsent(
                        new Derivation(key, parameters),
                        each -> Secret.of(ProjectKey.of(key).proofV1(parameters)))
                .reveal();
    }

    private static void bound(Map<?, ?> memory) {
        if (memory.size() >= MOST) {
            memory.clear();
        }
    }
}
