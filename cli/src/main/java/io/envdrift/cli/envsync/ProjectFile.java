package io.envdrift.cli.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.files.FileSnapshot;
import io.envdrift.json.JsonException;
import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonObject;
import io.envdrift.json.JsonReader;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** {@code .envsync.json}, the nearest one above: it names the project and nothing else, so a repository cannot redirect a token. */
final class ProjectFile {
    static final String NAME = ".envsync.json";

    private static final int MAX_BYTES = 1 << 16;
    private static final JsonReader READER =
            new JsonReader(JsonLimits.GENEROUS.withMaxBytes(MAX_BYTES)).takingTheLast();

    private ProjectFile() {}

    /**
     * Returns the project's id; a number is taken as its text, as in the original.
     *
     * @throws EnvdriftException {@code CONFIG_NOT_FOUND} when there is no file, {@code CONFIG_INVALID} when it names no project
     */
    static String projectId(Path directory) {
        for (Path at = directory.toAbsolutePath(); at != null; at = at.getParent()) {
            Path file = at.resolve(NAME);
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                return read(file);
            }
        }
        throw new EnvdriftException(
                ErrorCode.CONFIG_NOT_FOUND,
                "No " + NAME + " here or above",
                "write one at the top of the repository: {\"project_id\": \"project-123\"}");
    }

    private static String read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw invalid(file, "is no file", null);
        }
        byte[] content = FileSnapshot.of(file).content().orElseThrow(() -> invalid(file, "is no file", null));
        try {
            JsonObject json = READER.object(content);
            return json.textOrNumber("project_id")
                    .filter(id -> !id.isEmpty())
                    .orElseThrow(() -> invalid(file, "has no project_id", null));
        } catch (JsonException e) {
            throw invalid(file, "is not understood: " + e.getMessage(), e);
        }
    }

    private static EnvdriftException invalid(Path file, String what, @Nullable Throwable cause) {
        return new EnvdriftException(
                ErrorCode.CONFIG_INVALID,
                file + " " + what,
                "it is a JSON object with a text, as in {\"project_id\": \"project-123\"}",
                cause);
    }
}
