package io.envdrift.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Settings of {@link EnvSync}; what is not set comes from the variables that the command line reads too. */
public final class EnvSyncBuilder {
    private Map<String, String> environment = System.getenv();
    private Optional<URI> server = Optional.empty();
    private Optional<AccessToken> token = Optional.empty();
    private Optional<Secret> passphrase = Optional.empty();
    private Optional<EnvSyncHome> home = Optional.empty();
    private Optional<String> project = Optional.empty();
    private Duration timeout = EnvSyncServer.DEFAULT_TIMEOUT;
    private InstantSource clock = InstantSource.system();
    private Consumer<String> warnings = text -> System.err.println("[envsync] " + text);

    EnvSyncBuilder() {}

    /** Sets what is taken for the process environment (default: {@link System#getenv()}). */
    public EnvSyncBuilder environment(Map<String, String> variables) {
        environment = Map.copyOf(variables);
        return this;
    }

    /** Sets the server (default: {@code ENVSYNC_API}, else port 8000 of this machine); https, or http to this machine. */
    public EnvSyncBuilder server(URI address) {
        server = Optional.of(address);
        return this;
    }

    /** Sets the token (default: {@code ENVSYNC_TOKEN}). */
    public EnvSyncBuilder token(Secret text) {
        token = Optional.of(AccessToken.of(text));
        return this;
    }

    /** Sets the passphrase (default: {@code ENVSYNC_PASS}); without one, only names can be compared. */
    public EnvSyncBuilder passphrase(Secret text) {
        passphrase = Optional.of(text);
        return this;
    }

    /** Sets the project's id, which is needed. */
    public EnvSyncBuilder project(String id) {
        project = Optional.of(id);
        return this;
    }

    /** Sets how long a call may take, retries included (default: 60 s). */
    public EnvSyncBuilder timeout(Duration limit) {
        timeout = limit;
        return this;
    }

    /** Sets where versions that were seen are remembered (default: below {@code ~/.local/state}). */
    public EnvSyncBuilder home(EnvSyncHome directory) {
        home = Optional.of(directory);
        return this;
    }

    /** Sets what tells the time, which a token's expiry is compared with and a push is marked with. */
    public EnvSyncBuilder clock(InstantSource source) {
        clock = source;
        return this;
    }

    /** Sets who gets warnings (default: standard error, with the prefix {@code [envsync]}). */
    public EnvSyncBuilder warnings(Consumer<String> listener) {
        warnings = listener;
        return this;
    }

    /**
     * Prepares calls; contacts nobody.
     *
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} without a usable token, {@code VAULT_SETTINGS} when the address is
     *     not allowed, {@code USAGE} without a project or with one of an impossible name
     */
    public EnvSync build() {
        AccessToken used = token.orElseGet(() -> AccessToken.from(environment));
        String id = project.orElseThrow(() -> new EnvdriftException(ErrorCode.USAGE, "The project's id is not set"));
        Optional<Secret> secret = passphrase.or(() -> Optional.ofNullable(environment.get("ENVSYNC_PASS"))
                .filter(text -> !text.isEmpty())
                .map(Secret::of));
        EnvSyncHome state = home.orElseGet(() -> EnvSyncHome.of(environment, Path.of(System.getProperty("user.home"))));
        EnvSyncServer client =
                EnvSyncServer.at(EnvSyncServer.resolveAddress(server, environment), used, environment, timeout);
        return new EnvSync(client, id, secret, state, warnings, clock);
    }
}
