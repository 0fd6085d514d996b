package io.envdrift.cli.base;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which server; the same options on every command that calls one. */
public final class ServerOptions {
    private static final String DEFAULT_TIMEOUT_SECONDS = "60";

    private final String fallback;
    private final String example;
    private @Nullable String url;
    private Duration timeout = new SecondsConverter().convert(DEFAULT_TIMEOUT_SECONDS);

    /**
     * Creates the options.
     *
     * @param fallback which server it is without {@code --url}, for the help
     * @param example a URL as it should be written
     */
    public ServerOptions(String fallback, String example) {
        this.fallback = fallback;
        this.example = example;
    }

    /** Adds these options to those of a command. */
    public void declare(CommandOptions options) {
        options.value("--url", "URL", "Server (default: " + fallback + ").", text -> url = text);
        options.value(
                        "--timeout",
                        "SECONDS",
                        "Time limit for each call, retries included (default: ${DEFAULT-VALUE}).",
                        Duration.class,
                        given -> timeout = given)
                .converters(new SecondsConverter())
                .defaultValue(DEFAULT_TIMEOUT_SECONDS);
    }

    /** Returns the time limit of each call, retries included. */
    public Duration timeout() {
        return timeout;
    }

    /**
     * Returns the server's address, if the option is given.
     *
     * @throws EnvdriftException {@code USAGE} when it is no URL
     */
    public Optional<URI> address() {
        try {
            return Optional.ofNullable(url).map(URI::create);
        } catch (IllegalArgumentException e) {
            throw new EnvdriftException(ErrorCode.USAGE, "--url is no URL", "write it as in " + example, e);
        }
    }
}
