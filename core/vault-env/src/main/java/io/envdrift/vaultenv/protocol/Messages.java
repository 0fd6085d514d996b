package io.envdrift.vaultenv.protocol;

import io.envdrift.json.JsonException;
import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonObject;
import io.envdrift.json.JsonReader;
import java.util.Set;

/** Reads messages. As in the original's JavaScript, the last of several members of one name counts. */
public final class Messages {
    private static final JsonReader READER = new JsonReader(JsonLimits.GENEROUS).takingTheLast();

    /** All members that requests have; other members are dropped while reading. */
    private static final Set<String> OF_REQUESTS = Set.of(
            "auth_key_hash",
            "device_hash",
            "device_id",
            "device_name",
            "environment",
            "expected_version",
            "key_names",
            "limit",
            "project_id",
            "project_name",
            "secrets",
            "setup_token",
            "strict",
            "version");

    /** Names of variables are the only long list; the size of the text is the server's setting. */
    private static final JsonReader REQUESTS = new JsonReader(new JsonLimits(Integer.MAX_VALUE, 64, 64, 10_000, 20_000))
            .takingTheLast()
            .keeping(OF_REQUESTS);

    private Messages() {}

    /**
     * Reads a request or an answer.
     *
     * @throws JsonException when the bytes are no JSON object in UTF-8, or nested too deeply
     */
    public static JsonObject parse(byte[] json) {
        return READER.object(json);
    }

    /**
     * Reads a request of a stranger: whatever is in it, it costs little more memory than its text.
     *
     * @throws JsonException when the bytes are no JSON object in UTF-8, nested too deeply, or have more members, elements or
     *     tokens than any request
     */
    public static JsonObject parseRequest(byte[] json) {
        return REQUESTS.object(json);
    }

    /** Reads a message; see {@link #parse(byte[])}. */
    public static JsonObject parse(String json) {
        return READER.object(json);
    }
}
