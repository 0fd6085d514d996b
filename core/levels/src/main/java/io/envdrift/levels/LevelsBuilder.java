package io.envdrift.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.Secret;
import io.envdrift.levels.protocol.BearerToken;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Settings of {@link Levels}; what is not set comes from the variables that the command line reads too. */
public final class LevelsBuilder {
    private Map<String, String> environment = System.getenv();
    private Optional<URI> server = Optional.empty();
    private Optional<Secret> token = Optional.empty();
    private Optional<String> organization = Optional.empty();
    private Optional<ClientKey> clientKey = Optional.empty();
    private Optional<LevelsHome> home = Optional.empty();
    private Duration timeout = LevelsServer.DEFAULT_TIMEOUT;
    private boolean cache = true;
    private Optional<Duration> maxCacheAge = Optional.empty();
    private boolean accepting;
    private InstantSource clock = InstantSource.system();
    private Consumer<String> warnings = text -> System.err.println("[levels] " + text);

    LevelsBuilder() {}

    /** Sets what is taken for the process environment (default: {@link System#getenv()}). */
    public LevelsBuilder environment(Map<String, String> variables) {
        environment = Map.copyOf(variables);
        return this;
    }

    /** Sets the server (default: {@code DOTENV_API_URL}, else the hosted service); https, or http to this machine. */
    public LevelsBuilder server(URI address) {
        server = Optional.of(address);
        return this;
    }

    /** Sets the token (default: {@code DOTENV_API_KEY}). */
    public LevelsBuilder token(Secret text) {
        token = Optional.of(text);
        return this;
    }

    /** Sets the organization's id (default: {@code DOTENV_ORGANIZATION}, else the one that the token names). */
    public LevelsBuilder organization(String id) {
        organization = Optional.of(id);
        return this;
    }

    /** Sets the key of client-managed projects (default: {@code DOTENV_CLIENT_KEY_FILE}, else {@code DOTENV_CLIENT_KEY}). */
    public LevelsBuilder clientKey(ClientKey key) {
        clientKey = Optional.of(key);
        return this;
    }

    /** Sets where versions, keys' terms and caches are remembered (default: below {@code ~/.local/state}). */
    public LevelsBuilder home(LevelsHome directory) {
        home = Optional.of(directory);
        return this;
    }

    /** Sets how long a call may take, retries included (default: 60 s). */
    public LevelsBuilder timeout(Duration limit) {
        timeout = limit;
        return this;
    }

    /** Sets whether pulls are cached, encrypted, for times when the server is away (default: yes). */
    public LevelsBuilder cache(boolean used) {
        cache = used;
        return this;
    }

    /** Sets how old a cache may be (default: any age). */
    public LevelsBuilder maxCacheAge(Duration age) {
        maxCacheAge = Optional.of(age);
        return this;
    }

    /** Accepts what the server says of keys and versions, whatever it said before (default: no). */
    public LevelsBuilder acceptChanges(boolean accepted) {
        accepting = accepted;
        return this;
    }

    /** Sets what tells the time, which the age of a cache is measured by. */
    public LevelsBuilder clock(InstantSource source) {
        clock = source;
        return this;
    }

    /** Sets who gets warnings (default: standard error, with the prefix {@code [levels]}). */
    public LevelsBuilder warnings(Consumer<String> listener) {
        warnings = listener;
        return this;
    }

    /**
     * Prepares calls; contacts nobody.
     *
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} without a usable token, {@code VAULT_SETTINGS} when the address is
     *     not allowed, {@code USAGE} when the organization is no id
     */
    public Levels build() {
        BearerToken used = token.map(BearerToken::of).orElseGet(() -> BearerToken.from(environment));
        Optional<String> id =
                organization.or(() -> Optional.ofNullable(environment.get(LevelsServer.ORGANIZATION_VARIABLE))
                        .filter(text -> !text.isEmpty()));
        LevelsServer client =
                LevelsServer.at(LevelsServer.resolveAddress(server, environment), used, id, environment, timeout);
        return build(client);
    }

    /** Prepares calls to a server that somebody else made; the result closes it. */
    public Levels build(LevelsServer client) {
        LevelsHome state = home.orElseGet(() -> LevelsHome.of(environment, Path.of(System.getProperty("user.home"))));
        Pins pins = new Pins(state, client, accepting);
        Optional<LevelsCache> caches = cache ? Optional.of(new LevelsCache(state, client, clock)) : Optional.empty();
        ClientKey key = clientKey.orElseGet(() -> ClientKey.from(environment));
        return new Levels(client, key, pins, caches, maxCacheAge, warnings);
    }
}
