package io.envdrift.server.api.levels;

import io.envdrift.levels.protocol.LevelPath;
import java.util.Optional;

/** How much of a token's slice a call needs; outside of it there is nothing (404). */
enum Reach {
    /** The level itself. */
    LEVEL {
        @Override
        boolean isWithin(Limits limits, Optional<LevelPath> path) {
            return path.map(limits::cover).orElse(false);
        }
    },
    /** The level with everything below it. */
    SUBTREE {
        @Override
        boolean isWithin(Limits limits, Optional<LevelPath> path) {
            return path.map(limits::coverAllOf).orElse(false);
        }
    },
    /** The level or something below it: what everybody who works below has to know of it. */
    ANCESTOR {
        @Override
        boolean isWithin(Limits limits, Optional<LevelPath> path) {
            return path.map(limits::touch).orElse(false);
        }
    },
    /** The whole organization. */
    ORGANIZATION {
        @Override
        boolean isWithin(Limits limits, Optional<LevelPath> path) {
            return limits.areNone();
        }
    },
    /** Nothing in particular: the operation itself looks at the limits. */
    ANYWHERE {
        @Override
        boolean isWithin(Limits limits, Optional<LevelPath> path) {
            return true;
        }
    };

    abstract boolean isWithin(Limits limits, Optional<LevelPath> path);
}
