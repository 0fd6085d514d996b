package io.envdrift.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.envsync.protocol.Place;
import io.envdrift.envsync.protocol.PushEnv;
import io.envdrift.envsync.protocol.StoredEnv;
import io.envdrift.http.AddressVariable;
import io.envdrift.http.HttpRequest;
import io.envdrift.http.HttpResponse;
import io.envdrift.http.JsonClient;
import io.envdrift.http.LostAnswers;
import io.envdrift.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * An EnvSync server, ours or the original's, as the holder of a token sees it. Only https, or http to this machine. Safe for
 * use by several threads.
 */
public final class EnvSyncServer implements AutoCloseable {
    /** The address unless another one is configured. */
    public static final URI DEFAULT_ADDRESS = URI.create("http://127.0.0.1:8000");
    /** The variable with the server's address. */
    public static final String URL_VARIABLE = "ENVSYNC_API";
    /** How long one call may take unless configured otherwise, retries included. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

    private static final AddressVariable ADDRESS =
            new AddressVariable(URL_VARIABLE, DEFAULT_ADDRESS, "https://envsync.example.com");
    private static final String USER_AGENT = "envdrift-envsync";

    private final JsonClient client;
    private final Optional<AccessToken> token;
    private final InstantSource clock;

    EnvSyncServer(JsonClient client, Optional<AccessToken> token, InstantSource clock) {
        this.client = client;
        this.token = token;
        this.clock = clock;
    }

    /**
     * Creates a client with proxies and certificate authorities as the environment says; nothing is connected yet.
     *
     * @param timeout of one call, retries included
     * @throws EnvdriftException {@code VAULT_SETTINGS} when the address is not https, or http to this machine
     */
    public static EnvSyncServer at(URI address, AccessToken token, Map<String, String> environment, Duration timeout) {
        return new EnvSyncServer(
                JsonClient.at(address, USER_AGENT, environment, timeout), Optional.of(token), InstantSource.system());
    }

    /**
     * Creates a client without a token, which may do nothing but accept an invite.
     *
     * @throws EnvdriftException {@code VAULT_SETTINGS} when the address is not https, or http to this machine
     */
    public static EnvSyncServer withoutToken(URI address, Map<String, String> environment, Duration timeout) {
        return new EnvSyncServer(
                JsonClient.at(address, USER_AGENT, environment, timeout), Optional.empty(), InstantSource.system());
    }

    /**
     * Returns the address that is meant: an option, else {@code ENVSYNC_API}, else this machine.
     *
     * @throws EnvdriftException {@code VAULT_SETTINGS} when the variable holds no URL
     */
    public static URI resolveAddress(Optional<URI> option, Map<String, String> environment) {
        return ADDRESS.resolve(option, environment);
    }

    /** Returns the server's address. */
    public URI address() {
        return client.address();
    }

    /**
     * Returns the newest version of a branch.
     *
     * @return nothing when nothing was pushed to it yet
     * @throws EnvdriftException when the server cannot be reached, refuses, or is no EnvSync server
     */
    public Optional<StoredEnv> find(Place place) {
        HttpResponse response = client.send(authorised(client.get(place.path())));
        return Answers.isNothing(response) ? Optional.empty() : Optional.of(read("pull", response, StoredEnv::read));
    }

    /**
     * Stores a version. When the answer is lost, the client looks whether it is there before it sends it again, so nothing is
     * written twice.
     *
     * @return its number
     * @throws EnvdriftException {@code WRITE_CONFLICT} when another version is current than was expected; others when the
     *     server cannot be reached or refuses
     */
    public long push(Place place, PushEnv push) {
        byte[] body = push.toJson().getBytes(StandardCharsets.UTF_8);
        return LostAnswers.send(
                () -> read(
                        "push",
                        client.sendCarefully(authorised(client.request("POST", place.path(), body))),
                        json -> json.requireWhole("version")),
                () -> versionOf(place, push.ciphertext()));
    }

    /** Returns the version that holds exactly this ciphertext, which is never the same twice. */
    private Optional<Long> versionOf(Place place, String ciphertext) {
        return find(place)
                .filter(stored -> stored.ciphertext().equals(ciphertext))
                .map(StoredEnv::version);
    }

    /** Asks for something that changes nothing. */
    <T> T get(String call, String path, Function<JsonObject, T> reader) {
        return read(call, client.send(authorised(client.get(path))), reader);
    }

    /** Changes something; not sent again once the server may have got it. */
    <T> T send(String call, String method, String path, String json, Function<JsonObject, T> reader) {
        HttpRequest request = client.request(method, path, json.getBytes(StandardCharsets.UTF_8));
        return read(call, client.send(authorised(request)), reader);
    }

    @Override
    public void close() {
        client.close();
    }

    private HttpRequest authorised(HttpRequest request) {
        return token.map(known -> request.with("Authorization", known.header())).orElse(request);
    }

    private <T> T read(String call, HttpResponse response, Function<JsonObject, T> reader) {
        return Answers.read(call, response, token, clock.instant(), reader);
    }
}
