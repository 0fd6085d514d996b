package io.envdrift.cli.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.StrictText;
import io.envdrift.files.FileSnapshot;
import java.util.Optional;

/** The text of a .env file, exactly as it is. */
final class EnvText {
    private EnvText() {}

    /**
     * Returns the text of a file that may be missing.
     *
     * @param name what the user calls it
     * @throws EnvdriftException {@code NOT_TEXT} when it is no UTF-8 text
     */
    static Optional<String> of(FileSnapshot file, String name) {
        return file.content().map(bytes -> decode(bytes, name));
    }

    private static String decode(byte[] bytes, String name) {
        return StrictText.decode(bytes)
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.NOT_TEXT, name + " is not valid UTF-8 text", "a .env file is text"));
    }
}
