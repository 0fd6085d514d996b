package io.envdrift.server.levels;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.envdrift.base.Secret;
import io.envdrift.json.JsonObject;
import io.envdrift.levels.protocol.KeyParameters;
import io.envdrift.levels.protocol.LevelBlob;
import io.envdrift.levels.protocol.ProjectKey;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** A key that clients manage, derived once. */
final class ClientKey {
    /** The key of projects whose key the server manages. */
    static final String SERVER_KEY = "a key that the server got with the project!";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final KeyParameters SERVERS = fresh();
    private static final byte[] SERVERS_DATA_KEY =
            ProjectKey.of(Secret.of(SERVER_KEY)).dataKey(SERVERS);

    final KeyParameters parameters;
    final byte[] dataKey;
    final String proofV1;
    final String proofV2;

    ClientKey(String passphrase) {
        this(passphrase, fresh());
    }

    ClientKey(String passphrase, KeyParameters parameters) {
        this.parameters = parameters;
        ProjectKey key = ProjectKey.of(Secret.of(passphrase));
        dataKey = key.dataKey(parameters);
        proofV1 = key.proofV1(parameters);
        proofV2 = ProjectKey.proofV2(dataKey, parameters);
    }

    private static KeyParameters fresh() {
        byte[] salt = new byte[KeyParameters.SALT_LENGTH];
        RANDOM.nextBytes(salt);
        return new KeyParameters(salt, KeyParameters.MIN_ROUNDS);
    }

    /** Reads salt and rounds of a descriptor. */
    static KeyParameters parameters(JsonObject key) {
        return new KeyParameters(Base64.getDecoder().decode(key.requireText("key_check_salt")), (int)
                key.requireWhole("key_check_iterations"));
    }

    /** Returns the members of a request for a project whose key the server manages, with few rounds. */
    Map<String, Object> serverManaged() {
        return Map.of(
                "storage_mode",
                "server",
                "encryption_key",
                SERVER_KEY,
                "key_check_salt",
                Base64.getEncoder().encodeToString(SERVERS.salt()),
                "key_check_iterations",
                SERVERS.rounds());
    }

    /** Returns a blob of such a project. */
    String serverBlob(String text) {
        return LevelBlob.seal(SERVERS_DATA_KEY, text.getBytes(UTF_8), RANDOM);
    }

    boolean opens(String blob) {
        return LevelBlob.open(dataKey, blob).isPresent()
                || LevelBlob.open(SERVERS_DATA_KEY, blob).isPresent();
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
