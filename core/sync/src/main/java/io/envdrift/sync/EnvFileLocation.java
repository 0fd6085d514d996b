package io.envdrift.sync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
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
    record Ambiguous(List<String> names) implements EnvFileLocation {
        /** Returns the reason in words, with what to do about it. */
        public String reason() {
            return "several env files fit (" + String.join(", ", names) + "); name one with env_file";
        }
    }

    /** The folder is missing or not a directory. */
    record NoFolder(String reason) implements EnvFileLocation {
        /** Returns the error of a command that needs the folder. */
        public EnvdriftException failure() {
            return new EnvdriftException(ErrorCode.FILE_NOT_FOUND, reason, "correct folder_path, or create the folder");
        }
    }
}
