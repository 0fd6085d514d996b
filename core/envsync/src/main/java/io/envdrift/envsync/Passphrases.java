package io.envdrift.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.files.FileSnapshot;
import java.nio.charset.StandardCharsets;
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
     * @return nothing when neither variable is set, or what is found is empty
     * @throws EnvdriftException {@code FILE_NOT_FOUND} when the file is not there, others when it cannot be read
     */
    public static Optional<Secret> find(Map<String, String> environment) {
        return set(environment, VARIABLE)
                .or(() -> set(environment, FILE_VARIABLE).map(Passphrases::read))
                .filter(text -> !text.isEmpty())
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
        String text = new String(content, StandardCharsets.UTF_8);
        return text.replaceFirst("\\r?\\n$", "");
    }
}
