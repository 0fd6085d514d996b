package io.envdrift.levels.merge;

import io.envdrift.dotenv.RawValue;
import io.envdrift.levels.protocol.LevelPath;

/**
 * A value and the level that it comes from.
 *
 * @param value the value before resolution
 * @param level its level
 */
public record Assigned(RawValue value, LevelPath level) {
    /** Returns name and level, never the value. */
    @Override
    public String toString() {
        return value.name() + " of " + level;
    }
}
