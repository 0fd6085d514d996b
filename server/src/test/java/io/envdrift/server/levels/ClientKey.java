package io.envdrift.server.levels;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.envdrift.base.Secret;
import io.envdrift.levels.protocol.KeyParameters;
import io.envdrift.levels.protocol.LevelBlob;
import io.envdrift.levels.protocol.ProjectKey;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** A key that clients manage, derived once. */
final class ClientKey {
    private static final SecureRandom RANDOM = new SecureRandom();

    final KeyParameters parameters;
    final byte[] dataKey;
    final String proofV1;
    final String proofV2;

    ClientKey(String passphrase) {
        byte[] salt = new byte[KeyParameters.SALT_LENGTH];
        RANDOM.nextBytes(salt);
        parameters = new KeyParameters(salt, KeyParameters.MIN_ROUNDS);
        ProjectKey key = ProjectKey.of(Secret.of(passphrase));
        dataKey = key.dataKey(parameters);
        proofV1 = key.proofV1(parameters);
        proofV2 = ProjectKey.proofV2(dataKey, parameters);
    }

    String blob(String text) {
        return LevelBlob.seal(dataKey, text.getBytes(UTF_8), RANDOM);
    }

    String open(String blob) {
        return new String(LevelBlob.open(dataKey, blob).orElseThrow(), UTF_8);
    }

    /** Returns the members of a request that brings the key. */
    Map<String, Object> members(Object... more) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("key_check", proofV1);
        members.put("key_check_salt", Base64.getEncoder().encodeToString(parameters.salt()));
        members.put("key_check_iterations", parameters.rounds());
        for (int i = 0; i < more.length; i += 2) {
            members.put(String.valueOf(more[i]), more[i + 1]);
        }
        return members;
    }
}
