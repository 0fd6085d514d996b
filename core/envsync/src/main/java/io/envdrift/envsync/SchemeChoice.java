package io.envdrift.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.envsync.protocol.KeyScheme;
import java.util.Map;
import java.util.Optional;

/** Which form of the ciphertext is written: the document's unless the user says otherwise, never because a server does. */
public final class SchemeChoice {
    /** The variable that says so. */
    public static final String VARIABLE = "ENVSYNC_SCHEME";

    private SchemeChoice() {}

    /**
     * Chooses.
     *
     * @param word what a call says; the variable counts without it
     * @param environment the variables of the process
     * @return the form to write
     * @throws EnvdriftException {@code USAGE} for another word than {@code document} and {@code repo}
     */
    public static KeyScheme of(Optional<String> word, Map<String, String> environment) {
        return switch (word.orElseGet(() -> environment.getOrDefault(VARIABLE, ""))) {
            case "", "document" -> KeyScheme.DOCUMENT;
            case "repo" -> KeyScheme.REPO;
            default ->
                throw new EnvdriftException(
                        ErrorCode.USAGE,
                        "There is no form of the ciphertext of this name",
                        "--scheme and " + VARIABLE + " are document or repo");
        };
    }
}
