package io.envdrift.server.api.levels;

import io.envdrift.levels.protocol.LevelPath;
import java.util.Optional;
import java.util.function.BiPredicate;

/** How much of a token's slice a call needs; outside of it there is nothing (404). */
enum Reach {
    /** The level itself. */
    LEVEL((limits, path) -> path.map(limits::cover).orElse(false)),

    /** The level with everything below it. */
    SUBTREE((limits, path) -> path.map(limits::coverAllOf).orElse(false)),

    /** The level or something below it: what everybody who works below has to know of it. */
    ANCESTOR((limits, path) -> path.map(limits::touch).orElse(false)),

    /** The whole organization. */
    ORGANIZATION((limits, path) -> limits.areNone()),

    /** Nothing in particular: the operation itself looks at the limits. */
    ANYWHERE((limits, path) -> true);

    private final BiPredicate<Limits, Optional<LevelPath>> within;

    Reach(BiPredicate<Limits, Optional<LevelPath>> within) {
        this.within = within;
    }

    boolean isWithin(Limits limits, Optional<LevelPath> path) {
        return within.test(limits, path);
    }
}
