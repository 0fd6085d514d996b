package io.envdrift.envsync;

import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.json.StateFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a user's machine remembers between two runs, in one small file per thing: owner-only, written atomically. It is a
 * precaution: when it cannot be read or written, as in many containers, work goes on without it.
 *
 * @param directory usually {@code ~/.local/state/envdrift/envsync}
 */
public record EnvSyncHome(Path directory) {
    /** Returns the directory of a user: below {@code XDG_STATE_HOME}, else {@code ~/.local/state}. */
    public static EnvSyncHome of(Map<String, String> environment, Path userHome) {
        return new EnvSyncHome(StateFiles.directory(environment, userHome, "envsync"));
    }

    /** Reads what is remembered under a key of several parts. */
    Optional<JsonObject> read(String... key) {
        return files().read(key);
    }

    /** Remembers something; tells whether that worked. */
    boolean write(JsonMembers what, String... key) {
        return files().write(what, key);
    }

    private StateFiles files() {
        return new StateFiles(directory, "envdrift envsync state");
    }
}
