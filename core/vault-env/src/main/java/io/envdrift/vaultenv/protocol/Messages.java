package io.envdrift.vaultenv.protocol;

import io.envdrift.json.JsonException;
import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonObject;
import io.envdrift.json.JsonReader;

/** Reads messages. As in the original's JavaScript, the last of several members of one name counts. */
public final class Messages {
    private static final JsonReader READER = new JsonReader(JsonLimits.GENEROUS).takingTheLast();

    private Messages() {}

    /**
     * Reads a request or an answer.
     *
     * @throws JsonException when the bytes are no JSON object in UTF-8, or nested too deeply
     */
    public static JsonObject parse(byte[] json) {
        return READER.object(json);
    }

    /** Reads a message; see {@link #parse(byte[])}. */
    public static JsonObject parse(String json) {
        return READER.object(json);
    }
}
