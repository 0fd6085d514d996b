package io.envdrift.sources;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The machine that sources are read on.
 *
 * @param environment the variables that keys, tokens, passphrases and addresses come from
 * @param home the user's home directory, absolute
 * @param timeout how long the calls of one reading may take, retries included
 * @param warnings receives warnings; no value is in them
 */
public record SourceContext(Map<String, String> environment, Path home, Duration timeout, Consumer<String> warnings) {
    /** How long a reading may take where nobody says otherwise. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

    /** Copies the environment. */
    public SourceContext {
        environment = Map.copyOf(environment);
    }

    /** Shows no variable. */
    @Override
    public String toString() {
        return "SourceContext[" + environment.size() + " variables, " + home + ", " + timeout + "]";
    }
}
