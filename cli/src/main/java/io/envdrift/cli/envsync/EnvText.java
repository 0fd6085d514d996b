package io.envdrift.cli.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.StrictText;
import io.envdrift.files.FileSnapshot;
import java.nio.file.Path;
import java.util.Optional;

/** The text of a .env file, exactly as it is. */
final class EnvText {
    private EnvText() {}

    /**
     * Reads a file that must be there.
     *
     * @param name what the user calls it
     * @throws EnvdriftException {@code FILE_NOT_FOUND} in the original's words, {@code NOT_TEXT} when it is no UTF-8 text
     */
    static String require(Path file, String name) {
        return find(file, name)
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.FILE_NOT_FOUND,
                        "✗ " + name + " not found",
                        "run it in the directory of the file, or name one with --env-file"));
    }

    /** Reads a file that may be there. */
    static Optional<String> find(Path file, String name) {
        return FileSnapshot.of(file).content().map(bytes -> decode(bytes, name));
    }

    private static String decode(byte[] bytes, String name) {
        return StrictText.decode(bytes)
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.NOT_TEXT, name + " is not valid UTF-8 text", "a .env file is text"));
    }
}
