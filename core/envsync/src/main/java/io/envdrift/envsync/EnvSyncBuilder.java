package io.envdrift.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.envsync.protocol.PassphraseKeys;
import io.envdrift.http.JsonClient;
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
    private Optional<PassphraseKeys> passphrase = Optional.empty();
    private Optional<JsonClient> client = Optional.empty();
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

    /** Sets the passphrase (default: {@code ENVSYNC_PASS}, or the file that {@code ENVSYNC_PASS_FILE} names); without one, only names can be compared. */
    public EnvSyncBuilder passphrase(Secret text) {
        return passphrase(new PassphraseKeys(text));
    }

    /** Sets the passphrase, with keys that several handles share, so that each is derived once. */
    public EnvSyncBuilder passphrase(PassphraseKeys keys) {
        passphrase = Optional.of(keys);
        return this;
    }

    /** Sets how the server is called, in place of address and timeout: for callers with a deadline of their own. */
    public EnvSyncBuilder client(JsonClient calls) {
        client = Optional.of(calls);
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
        Optional<PassphraseKeys> keys =
                passphrase.or(() -> Passphrases.find(environment).map(PassphraseKeys::new));
        EnvSyncHome state = home.orElseGet(() -> EnvSyncHome.of(environment, Path.of(System.getProperty("user.home"))));
        EnvSyncServer calls = client.map(given -> new EnvSyncServer(given, Optional.of(used), clock))
                .orElseGet(() -> EnvSyncServer.at(
                        EnvSyncServer.resolveAddress(server, environment), used, environment, timeout));
        return new EnvSync(calls, id, keys, state, warnings, clock);
    }
}
