package io.envdrift.config;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.files.FileErrors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the text of a configuration file: UTF-8 whatever the locale, without its byte order mark. */
final class ConfigText {
    private static final int MAX_BYTES = 16 << 20;

    private ConfigText() {}

    /**
     * Reads a file, or a pipe.
     *
     * @throws EnvdriftException {@code CONFIG_NOT_FOUND}, {@code FILE_ACCESS} or {@code NOT_TEXT}
     */
    static String of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new EnvdriftException(
                        ErrorCode.FILE_ACCESS,
                        "Cannot read config file " + file + ": larger than " + (MAX_BYTES >> 20) + " MiB");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            throw new EnvdriftException(
                    ErrorCode.CONFIG_NOT_FOUND,
                    "Config file not found: " + file,
                    "check the path given with -c, or leave -c out to let envdrift look for envdrift.toml",
                    e);
        } catch (CharacterCodingException e) {
            throw new EnvdriftException(
                    ErrorCode.NOT_TEXT, "Cannot read config file " + file + ": not valid UTF-8", "save it as UTF-8", e);
        } catch (IOException e) {
            throw FileErrors.failed("read config file", file, e);
        }
    }
}
