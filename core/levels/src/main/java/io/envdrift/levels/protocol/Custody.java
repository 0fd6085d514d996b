package io.envdrift.levels.protocol;

import io.envdrift.json.JsonException;
import java.util.Locale;

/** Who holds a project's key. */
public enum Custody {
    /** The server holds the key, hands it to callers that may have it, and can decrypt. */
    SERVER,
    /** The clients hold the key; what reaches the server opens nothing. */
    CLIENT;

    /** Returns the word of the protocol, for example {@code client}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a word.
     *
     * @throws JsonException when it is another one
     */
    public static Custody of(String word) {
        return switch (word) {
            case "server" -> SERVER;
            case "client" -> CLIENT;
            default -> throw new JsonException("the key is managed by server or client");
        };
    }
}
