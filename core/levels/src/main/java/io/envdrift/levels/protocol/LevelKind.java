package io.envdrift.levels.protocol;

import java.util.Locale;

/** The three levels that hold a blob, in the order in which they are merged: the later one wins. */
public enum LevelKind {
    /** The project's own level. */
    PROJECT,
    /** The level of a target within a project. */
    TARGET,
    /** The level of an environment within a target. */
    ENVIRONMENT;

    /** Returns the word of the protocol, for example {@code target}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
