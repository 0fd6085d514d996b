package io.envdrift.vaultenv.protocol;

import io.envdrift.base.WordedRefusal;
import java.util.Optional;

/**
 * The refusals whose words belong to the protocol: a server says them exactly so, and a client decides by them. Whatever else
 * a server says is for people.
 */
public enum VaultEnvRefusal implements WordedRefusal {
    /** Not signed, or not by the project's key. */
    UNAUTHORIZED(401, "Unauthorized"),
    /** Signed by the project's key, but not bound to the call, which only clients of this project do. */
    NOT_BOUND(
            401,
            "Unauthorized: this project is strict and wants signatures that are bound to their call, which the"
                    + " original's clients do not make; 'vault-env init --plain' makes projects for those"),
    /** The server's operator decides who makes projects. */
    CREATE_TOKEN_REQUIRED(401, "Create token required"),
    /** The device waits for somebody's approval. */
    DEVICE_PENDING(403, "Device pending approval"),
    /** The device is unknown or revoked, or the call names none. */
    DEVICE_NOT_REGISTERED(403, "Device not registered or revoked"),
    /** No such path. */
    PATH_NOT_FOUND(404, "Not found"),
    /** No such project. */
    PROJECT_NOT_FOUND(404, "Project not found"),
    /** No such environment. */
    ENVIRONMENT_NOT_FOUND(404, "Environment not found"),
    /** The environment is there, but nobody pushed to it yet. */
    NOTHING_STORED(404, "No secrets stored yet"),
    /** No such version. */
    VERSION_NOT_FOUND(404, "Version not found"),
    /** No such device. */
    DEVICE_NOT_FOUND(404, "Device not found"),
    /** A project's key is set once. */
    KEY_ALREADY_SET(409, "Auth key already set"),
    /** Somebody else stored a version in between. */
    OTHER_VERSION(409, "Another version is the current one"),
    /** A strict project keeps one device that can approve others. */
    LAST_DEVICE(409, "The last approved device of a strict project cannot be revoked"),
    /** Too many calls that failed or needed no signature. */
    TOO_MANY(429, "Too many requests");

    private final Words words;

    VaultEnvRefusal(int status, String text) {
        words = new Words(status, text);
    }

    @Override
    public Words words() {
        return words;
    }

    /** Tells whether the refusal means that nothing is stored; any other failure must not be taken for that. */
    public boolean meansEmpty() {
        return this == NOTHING_STORED || this == ENVIRONMENT_NOT_FOUND;
    }

    /** Finds the refusal that an answer is. */
    public static Optional<VaultEnvRefusal> of(int status, String error) {
        return WordedRefusal.find(values(), status, error);
    }
}
