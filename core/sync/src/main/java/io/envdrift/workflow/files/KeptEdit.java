package io.envdrift.workflow.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.ShellLine;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenvx.Encryption;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.files.FileAccess;
import io.envdrift.workflow.Ports;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * An edit that could not be taken, kept in an env file of its own beside the edited one: its whole text is one value,
 * encrypted to the edited file's key, so that it outlives a refusal, an interrupt and a crash without being readable.
 */
final class KeptEdit {
    /** The variable that holds the text. */
    static final String VARIABLE = "EDITED_TEXT";
    /** The variable that holds bytes that are no text, in Base64. */
    static final String BYTES_VARIABLE = "EDITED_BASE64";

    private static final int MOST = 1_000;

    private final Ports ports;
    private final Path edited;
    private Optional<Path> place = Optional.empty();

    KeptEdit(Ports ports, Path edited) {
        this.ports = ports;
        this.edited = edited;
    }

    /**
     * Keeps what was edited, in the place of what was kept before.
     *
     * @param encryption of the edited file
     * @return how it is read
     * @throws EnvdriftException {@code FILE_ACCESS} when it cannot be written
     */
    String keep(byte[] content, Encryption encryption) {
        String name = VARIABLE;
        String text;
        try {
            text = EnvDocument.decode(content).text();
        } catch (EnvdriftException e) {
            name = BYTES_VARIABLE;
            text = Base64.getEncoder().encodeToString(content);
        }
        EnvDocument sealed = new EnvFileCipher(ports.random()).set(EnvDocument.empty(), name, text, encryption);
        write(sealed.bytes());
        return "the edit is kept, encrypted; read it with: "
                + ShellLine.of("envdrift", "get", name, "-f").file(place.orElseThrow());
    }

    private void write(byte[] content) {
        if (place.isPresent()) {
            ports.files().write(place.get(), content, FileAccess.OWNER_ONLY);
            return;
        }
        for (int number = 1; number <= MOST; number++) {
            // The suffix is that of a backup, which no command takes for an env file of the project.
            Path candidate = edited.resolveSibling(
                    edited.getFileName() + (number == 1 ? ".edit.bak" : ".edit-" + number + ".bak"));
            if (ports.files().createNew(candidate, content, FileAccess.OWNER_ONLY)) {
                place = Optional.of(candidate);
                return;
            }
        }
        throw new EnvdriftException(
                ErrorCode.FILE_ACCESS,
                edited + ": the edit cannot be kept beside it: too many are there already",
                "remove what you need no more: " + edited.getFileName() + ".edit-*.bak");
    }

    /** Removes what was kept, since the edit was taken after all. */
    void discard() {
        place.ifPresent(ports.files()::delete);
        place = Optional.empty();
    }
}
