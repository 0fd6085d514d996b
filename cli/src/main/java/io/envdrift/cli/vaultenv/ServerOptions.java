package io.envdrift.cli.vaultenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.SecondsConverter;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which server; the same options on every command that calls one. */
final class ServerOptions {
    private static final String DEFAULT_TIMEOUT_SECONDS = "60";

    private @Nullable String url;
    private Duration timeout = new SecondsConverter().convert(DEFAULT_TIMEOUT_SECONDS);

    /** Adds these options to those of a command. */
    void declare(CommandOptions options) {
        options.value("--url", "URL", "Server (default: VAULT_URL, else the hosted one).", text -> url = text);
        options.value(
                        "--timeout",
                        "SECONDS",
                        "Time limit for each call, retries included (default: ${DEFAULT-VALUE}).",
                        Duration.class,
                        given -> timeout = given)
                .converters(new SecondsConverter())
                .defaultValue(DEFAULT_TIMEOUT_SECONDS);
    }

    /** Prepares calls; contacts nobody. */
    VaultEnvSession open(Host host, Reporter reporter, Optional<String> keyName) {
        return new VaultEnvSession(host, reporter, address(), timeout, keyName);
    }

    private Optional<URI> address() {
        try {
            return Optional.ofNullable(url).map(URI::create);
        } catch (IllegalArgumentException e) {
            throw new EnvdriftException(
                    ErrorCode.USAGE, "--url is no URL", "write it as in https://vault.example.com", e);
        }
    }
}
