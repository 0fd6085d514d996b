package io.envdrift.sync;

import java.nio.file.Path;
import java.util.List;

/** Where the encrypted file of a mapping is, or why it is unknown. */
public sealed interface EnvFileLocation {
    /** The one file that fits. */
    record Found(Path file) implements EnvFileLocation {}

    /**
     * No file fits.
     *
     * @param expected the name that would be taken first
     */
    record NotFound(String expected) implements EnvFileLocation {}

    /**
     * Several files fit equally well; none is guessed.
     *
     * @param names the file names, sorted
     */
    record Ambiguous(List<String> names) implements EnvFileLocation {}

    /** The folder is missing or not a directory. */
    record NoFolder(String reason) implements EnvFileLocation {}
}
