package io.envdrift.sync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.files.FileSnapshot;
import java.nio.file.Path;

/** Reads .env text from files, with errors that name the file. */
public final class EnvFile {
    private EnvFile() {}

    /**
     * Reads a file that may be missing; a missing one is an empty document.
     *
     * @throws EnvdriftException {@code FILE_ACCESS} when it cannot be read, {@code NOT_TEXT} when it is no UTF-8 text
     */
    public static EnvDocument read(Path file) {
        return parse(FileSnapshot.of(file));
    }

    /**
     * Reads a snapshot's bytes as .env text; a file that did not exist is an empty document.
     *
     * @throws EnvdriftException {@code NOT_TEXT} when they are no UTF-8 text
     */
    public static EnvDocument parse(FileSnapshot snapshot) {
        try {
            return snapshot.content().map(EnvDocument::decode).orElseGet(EnvDocument::empty);
        } catch (EnvdriftException e) {
            throw new EnvdriftException(
                            e.code(),
                            "Cannot read " + snapshot.file() + ": " + e.getMessage(),
                            e.hint().orElse(null),
                            e)
                    .at(snapshot.file());
        }
    }
}
