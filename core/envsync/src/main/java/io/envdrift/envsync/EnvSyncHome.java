package io.envdrift.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.crypto.HmacSha256;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileOperations;
import io.envdrift.files.FileSnapshot;
import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.json.JsonReader;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * What a user's machine remembers between two runs, in one small file per thing: owner-only, written atomically. It is a
 * precaution: when it cannot be read or written, as in many containers, work goes on without it.
 *
 * @param directory usually {@code ~/.local/state/envdrift/envsync}
 */
public record EnvSyncHome(Path directory) {
    private static final AtomicFile WRITER = new AtomicFile(FileOperations.system());
    private static final JsonReader READER = new JsonReader(JsonLimits.GENEROUS).tolerant();
    private static final byte[] NAMING = "envdrift envsync state".getBytes(StandardCharsets.UTF_8);
    private static final int NAME_LENGTH = 40;

    /** Returns the directory of a user: below {@code XDG_STATE_HOME}, else {@code ~/.local/state}. */
    public static EnvSyncHome of(Map<String, String> environment, Path userHome) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Path root = state.isEmpty() ? userHome.resolve(".local").resolve("state") : Path.of(state);
        return new EnvSyncHome(root.resolve("envdrift").resolve("envsync"));
    }

    /** Reads what is remembered under a key of several parts. */
    Optional<JsonObject> read(String... key) {
        try {
            return FileSnapshot.of(file(key)).content().flatMap(READER::find);
        } catch (EnvdriftException e) {
            return Optional.empty();
        }
    }

    /** Remembers something; tells whether that worked. */
    boolean write(JsonMembers what, String... key) {
        try {
            WRITER.createDirectories(directory);
            WRITER.write(file(key), (what.toJson() + "\n").getBytes(StandardCharsets.UTF_8), FileAccess.OWNER_ONLY);
            return true;
        } catch (EnvdriftException e) {
            return false;
        }
    }

    /** Named by a digest, because branches and directories may be called anything. */
    private Path file(String... key) {
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        for (String part : key) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            parts.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            parts.writeBytes(bytes);
        }
        String digest = HexFormat.of().formatHex(HmacSha256.of(NAMING, parts.toByteArray()));
        return directory.resolve(digest.substring(0, NAME_LENGTH));
    }
}
