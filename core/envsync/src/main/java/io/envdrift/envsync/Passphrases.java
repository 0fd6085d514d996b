package io.envdrift.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.base.StrictText;
import io.envdrift.files.FileSnapshot;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where a program finds the passphrase without asking anybody. */
public final class Passphrases {
    /** The variable that holds the passphrase, as it is: every blank counts. */
    public static final String VARIABLE = "ENVSYNC_PASS";

    /** The variable that names a file that holds it; a line end at the file's end does not count. */
    public static final String FILE_VARIABLE = "ENVSYNC_PASS_FILE";

    private Passphrases() {}

    /**
     * Finds the passphrase in the environment.
     *
     * @return nothing when neither variable is set
     * @throws EnvdriftException {@code FILE_NOT_FOUND} when the file is not there, {@code VAULT_SETTINGS} when it is empty,
     *     {@code NOT_TEXT} when it is no UTF-8 text, others when it cannot be read
     */
    public static Optional<Secret> find(Map<String, String> environment) {
        return set(environment, VARIABLE)
                .or(() -> set(environment, FILE_VARIABLE).map(Passphrases::read))
                .map(Secret::of);
    }

    private static Optional<String> set(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isEmpty());
    }

    private static String read(String file) {
        byte[] content = FileSnapshot.of(Path.of(file))
                .content()
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.FILE_NOT_FOUND,
                        "Cannot read the file that " + FILE_VARIABLE + " names: no such file"));
        String text = decode(content).replaceFirst("\\r?\\n$", "");
        if (text.isEmpty()) {
            throw new EnvdriftException(
                    ErrorCode.VAULT_SETTINGS,
                    "Missing " + VARIABLE + ": what " + FILE_VARIABLE + " names is empty",
                    "put the passphrase there, or unset " + FILE_VARIABLE);
        }
        return text;
    }

    /** Refuses what is no UTF-8 text: with replaced characters it would be another passphrase, and files pushed under it. */
    private static String decode(byte[] content) {
        return StrictText.decode(content)
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.NOT_TEXT,
                        "The file that " + FILE_VARIABLE + " names is not valid UTF-8 text",
                        "a passphrase is text"));
    }
}
