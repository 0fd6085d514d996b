package io.envdrift.levels;

import io.envdrift.json.StateFiles;
import java.nio.file.Path;
import java.util.Map;

/**
 * State that a user's machine keeps between two runs: the server's claims about keys and versions, and the cache of the
 * last pulls. A file that cannot be read or written, as in many containers, is no error.
 *
 * @param directory usually {@code ~/.local/state/envdrift/levels}
 */
public record LevelsHome(Path directory) {
    /** Returns the directory of a user: below {@code XDG_STATE_HOME}, else {@code ~/.local/state}. */
    public static LevelsHome of(Map<String, String> environment, Path userHome) {
        return new LevelsHome(StateFiles.directory(environment, userHome, "levels"));
    }

    StateFiles files() {
        return new StateFiles(directory, "envdrift levels state");
    }
}
