package io.envdrift.json;

import io.envdrift.base.EnvdriftException;
import io.envdrift.crypto.HmacSha256;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileOperations;
import io.envdrift.files.FileSnapshot;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * State that a user's machine keeps between two runs, one small JSON file per entry: owner-only, written atomically. A
 * file that cannot be read or written, as in many containers, is no error.
 */
public final class StateFiles {
    private static final AtomicFile WRITER = new AtomicFile(FileOperations.system());
    private static final JsonReader READER = new JsonReader(JsonLimits.GENEROUS).tolerant();
    private static final int NAME_LENGTH = 40;

    private final Path directory;
    private final byte[] naming;

    /**
     * Uses a directory.
     *
     * @param naming what the names of the files are made with, so that those of two programs do not meet
     */
    public StateFiles(Path directory, String naming) {
        this.directory = directory;
        this.naming = naming.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns a program's directory: below {@code XDG_STATE_HOME}, else {@code ~/.local/state}. */
    public static Path directory(Map<String, String> environment, Path userHome, String program) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Path root = state.isEmpty() ? userHome.resolve(".local").resolve("state") : Path.of(state);
        return root.resolve("envdrift").resolve(program);
    }

    /** Reads what is remembered under a key of several parts. */
    public Optional<JsonObject> read(String... key) {
        try {
            return FileSnapshot.of(file(key)).content().flatMap(READER::find);
        } catch (EnvdriftException e) {
            return Optional.empty();
        }
    }

    /** Remembers something; tells whether that worked. */
    public boolean write(JsonMembers what, String... key) {
        try {
            WRITER.createDirectories(directory);
            WRITER.write(file(key), (what.toJson() + "\n").getBytes(StandardCharsets.UTF_8), FileAccess.OWNER_ONLY);
            return true;
        } catch (EnvdriftException e) {
            return false;
        }
    }

    /** Forgets something; tells whether that worked. */
    public boolean delete(String... key) {
        try {
            WRITER.delete(file(key));
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
        String digest = HexFormat.of().formatHex(HmacSha256.of(naming, parts.toByteArray()));
        return directory.resolve(digest.substring(0, NAME_LENGTH));
    }
}
