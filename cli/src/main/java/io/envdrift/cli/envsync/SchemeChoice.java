package io.envdrift.cli.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.envsync.protocol.KeyScheme;
import java.util.Map;
import java.util.Optional;

/** Which form of the ciphertext is written: the document's unless the user says otherwise, never because a server does. */
final class SchemeChoice {
    private static final String VARIABLE = "ENVSYNC_SCHEME";

    private SchemeChoice() {}

    /**
     * Chooses.
     *
     * @throws EnvdriftException {@code USAGE} for another word
     */
    static KeyScheme of(Optional<String> option, Map<String, String> environment) {
        return switch (option.orElseGet(() -> environment.getOrDefault(VARIABLE, ""))) {
            case "", "document" -> KeyScheme.DOCUMENT;
            case "repo" -> KeyScheme.REPO;
            default ->
                throw new EnvdriftException(
                        ErrorCode.USAGE,
                        "There is no form of the ciphertext of this name",
                        "--scheme and " + VARIABLE + " are document or repo");
        };
    }

    /** Says what it means that the version before was in the other form. */
    static String changed(KeyScheme written) {
        return written == KeyScheme.DOCUMENT
                ? "The version before was in the original's form: its command line cannot read this one; --scheme repo"
                        + " or "
                        + VARIABLE + "=repo writes that form"
                : "This form is easy to guess when somebody gets hold of it; the version before was in the document's,"
                        + " which the original's command line cannot read";
    }
}
