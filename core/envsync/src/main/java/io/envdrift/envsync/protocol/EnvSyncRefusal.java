package io.envdrift.envsync.protocol;

import io.envdrift.base.WordedRefusal;
import java.util.Optional;

/**
 * The refusals whose words belong to the protocol: a server says them exactly so in {@code detail}, and a client decides by
 * them. Whatever else a server says is for people.
 */
public enum EnvSyncRefusal implements WordedRefusal {
    /** The call carries no bearer token. */
    AUTHENTICATION_REQUIRED(401, "Authentication required"),
    /** The token is none that this server takes. */
    INVALID_TOKEN(401, "Invalid token"),
    /** The token does not let its holder read the project. */
    NO_READ(403, "No read access to this project"),
    /** The token does not let its holder write to the project. */
    NO_WRITE(403, "No write access to this project"),
    /** Nothing was pushed to the branch yet. */
    NOTHING_STORED(404, "No env found for this branch"),
    /** No such path. */
    NOT_FOUND(404, "Not Found"),
    /** The path has other methods. */
    METHOD_NOT_ALLOWED(405, "Method Not Allowed");

    private final Words words;

    EnvSyncRefusal(int status, String text) {
        words = new Words(status, text);
    }

    @Override
    public Words words() {
        return words;
    }

    /** Finds the refusal that an answer is. */
    public static Optional<EnvSyncRefusal> of(int status, String detail) {
        return WordedRefusal.find(values(), status, detail);
    }
}
