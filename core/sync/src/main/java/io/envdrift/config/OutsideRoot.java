package io.envdrift.config;

import java.nio.file.Path;

/**
 * The user's own permission that a configuration's folders may lie outside its directory. {@code allow_outside_root}
 * alone is a line of the repository's file, and would let the repository decide about the user's files.
 */
@FunctionalInterface
public interface OutsideRoot {
    /** Environment variable that says it for all configurations, with the value 1. */
    String VARIABLE = "ENVDRIFT_ALLOW_OUTSIDE_ROOT";

    /** What to do about a refusal. */
    String HINT = "if you wrote this configuration, say so: --allow-outside-root, " + VARIABLE
            + "=1, or once and for all with envdrift trust --config FILE";

    /** Allows no configuration. */
    OutsideRoot NEVER = (config, content) -> false;

    /** Tells whether the user allowed it for a configuration with exactly this content. */
    boolean isGiven(Path config, byte[] content);
}
