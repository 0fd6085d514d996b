package io.envdrift.envsync;

import io.envdrift.json.StateFiles;
import java.nio.file.Path;
import java.util.Map;

/**
 * State that a user's machine keeps between two runs, one small file per entry: owner-only, written atomically. A file
 * that cannot be read or written, as in many containers, is no error.
 *
 * @param directory usually {@code ~/.local/state/envdrift/envsync}
 */
public record EnvSyncHome(Path directory) {
    /** Returns the directory of a user: below {@code XDG_STATE_HOME}, else {@code ~/.local/state}. */
    public static EnvSyncHome of(Map<String, String> environment, Path userHome) {
        return new EnvSyncHome(StateFiles.directory(environment, userHome, "envsync"));
    }

    StateFiles files() {
        return new StateFiles(directory, "envdrift envsync state");
    }
}
