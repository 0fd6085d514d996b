package io.envdrift.cli.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.files.FileSnapshot;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The .env file that is pushed or compared: the one that {@code --env-file} names, or else {@code .env}. */
final class SourceFile {
    private static final String USUAL = ".env";

    private @Nullable String named;

    /** Declares {@code --env-file}; the description says what the file is. */
    void declare(CommandOptions options, String description) {
        // Without a default of the option's own, which would be set as if the user had named it.
        options.value("--env-file", "PATH", description + " (default: " + USUAL + ").", text -> named = text);
    }

    /** Returns where the file is. */
    Path path(EnvSyncSession session) {
        return session.file(name());
    }

    /**
     * Reads the file. What the user named is read wherever it leads, through links and from a pipe; nobody chose the usual one, so
     * it must be a regular file.
     *
     * @throws EnvdriftException {@code FILE_NOT_FOUND} in the original's words, {@code NOT_TEXT} when it is no UTF-8 text,
     *     {@code FILE_ACCESS} when it cannot be read
     */
    String text(EnvSyncSession session) {
        Path file = path(session);
        FileSnapshot snapshot = named == null ? FileSnapshot.of(file) : FileSnapshot.named(file);
        return EnvText.of(snapshot, name())
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.FILE_NOT_FOUND,
                        "✗ " + name() + " not found",
                        "run it in the directory of the file, or name one with --env-file"));
    }

    /** Returns what the user calls it. */
    String name() {
        return named == null ? USUAL : named;
    }
}
