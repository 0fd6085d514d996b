package io.envdrift.config;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.StrictText;
import io.envdrift.files.FileSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** Reads the text of a configuration file: UTF-8 whatever the locale, without its byte order mark. */
final class ConfigText {
    private static final int MAX_BYTES = 16 << 20;

    private ConfigText() {}

    /**
     * Reads a file, or a pipe that the user names.
     *
     * @param limit how long a pipe is waited for
     * @throws EnvdriftException {@code CONFIG_NOT_FOUND} or {@code FILE_ACCESS}
     */
    static byte[] bytes(Path file, Duration limit) {
        byte[] bytes = read(file, limit)
                .orElseThrow(() -> new EnvdriftException(
                                ErrorCode.CONFIG_NOT_FOUND,
                                "Config file not found: " + file,
                                "check the path given with -c, or leave -c out to let envdrift look for envdrift.toml")
                        .at(file));
        if (bytes.length > MAX_BYTES) {
            throw new EnvdriftException(
                            ErrorCode.FILE_ACCESS,
                            "Cannot read config file " + file + ": larger than " + (MAX_BYTES >> 20) + " MiB")
                    .at(file);
        }
        return bytes;
    }

    private static Optional<byte[]> read(Path file, Duration limit) {
        try {
            return FileSnapshot.named(file, limit).content();
        } catch (EnvdriftException e) {
            String message =
                    Objects.requireNonNullElse(e.getMessage(), "").replace("Cannot read ", "Cannot read config file ");
            throw new EnvdriftException(e.code(), message, e.hint().orElse(null), e).at(file);
        }
    }

    /**
     * Returns the text of a file's bytes.
     *
     * @throws EnvdriftException {@code NOT_TEXT}
     */
    static String of(Path file, byte[] bytes) {
        String text = StrictText.decode(bytes)
                .orElseThrow(() -> new EnvdriftException(
                                ErrorCode.NOT_TEXT,
                                "Cannot read config file " + file + ": not valid UTF-8",
                                "save it as UTF-8")
                        .at(file));
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
