package io.envdrift.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.http.AddressVariable;
import io.envdrift.http.HttpRequest;
import io.envdrift.http.JsonClient;
import io.envdrift.http.LostAnswers;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.levels.protocol.ApiPath;
import io.envdrift.levels.protocol.BearerToken;
import io.envdrift.levels.protocol.KeyDescriptor;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.levels.protocol.Organization;
import io.envdrift.levels.protocol.StoreLevel;
import io.envdrift.levels.protocol.StoredLevels;
import io.envdrift.levels.protocol.StoredReceipt;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A server of levels, ours or the original's, as the holder of a token sees it. Only https, or http to this machine. Safe for use
 * by several threads.
 */
public final class LevelsServer implements AutoCloseable {
    /** The address unless another one is configured. */
    public static final URI DEFAULT_ADDRESS = URI.create("https://api.dotenv.cloud");
    /** The variable with the server's address. */
    public static final String URL_VARIABLE = "DOTENV_API_URL";
    /** The variable with the organization's id, where the token's own is not meant. */
    public static final String ORGANIZATION_VARIABLE = "DOTENV_ORGANIZATION";
    /** How long one call may take unless configured otherwise, retries included. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

    private static final AddressVariable ADDRESS =
            new AddressVariable(URL_VARIABLE, DEFAULT_ADDRESS, "https://levels.example.com");
    private static final String USER_AGENT = "envdrift-levels";
    private static final String API_VERSION = "1";

    private final JsonClient client;
    private final BearerToken token;
    private final String organization;

    /**
     * Creates a client of one's own making.
     *
     * @param organization its id
     */
    public LevelsServer(JsonClient client, BearerToken token, String organization) {
        this.client = client;
        this.token = token;
        this.organization = Organization.require(organization);
    }

    /**
     * Creates a client with proxies and certificate authorities as the environment says; nothing is connected yet.
     *
     * @param organization its id; nothing for the one that the token names
     * @param timeout of one call, retries included
     * @throws EnvdriftException {@code VAULT_SETTINGS} when the address is not https, or http to this machine; {@code USAGE}
     *     when the organization is no id
     */
    public static LevelsServer at(
            URI address,
            BearerToken token,
            Optional<String> organization,
            Map<String, String> environment,
            Duration timeout) {
        return new LevelsServer(
                JsonClient.at(address, USER_AGENT, environment, timeout),
                token,
                organization.orElseGet(token::organization));
    }

    /**
     * Returns the address that is meant: an option, else {@code DOTENV_API_URL}, else the hosted service.
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

    /** Returns the id of the organization. */
    public String organization() {
        return organization;
    }

    /** Asks for a project's key, or for what the server knows of it. */
    KeyDescriptor key(String project) {
        return get("reading the key of " + project, ApiPath.key(organization, project), KeyDescriptor::readAnswer);
    }

    /** Asks for the levels from the project's down to this one. */
    StoredLevels levels(LevelPath level) {
        return get("reading " + level, ApiPath.secrets(organization, level), StoredLevels::read);
    }

    /**
     * Stores a level. When the answer is lost, the client looks whether it is there before it sends it again, so nothing is
     * written twice.
     */
    StoredReceipt store(StoreLevel store) {
        byte[] body = bytes(store.members());
        String call = "writing " + store.level();
        return LostAnswers.send(
                () -> {
                    HttpRequest request = client.request("POST", ApiPath.below(organization, "secrets/store"), body);
                    return Answers.read(call, client.sendCarefully(authorised(request)), StoredReceipt::read);
                },
                () -> find(store));
    }

    /** Finds exactly this blob, which is never the same twice. */
    private Optional<StoredReceipt> find(StoreLevel store) {
        return Optional.ofNullable(
                        levels(store.level()).levels().get(store.level().kind()))
                .filter(now -> now.content().equals(store.content()))
                .map(now -> new StoredReceipt(
                        store.level().kind().word(),
                        store.level().slugs().getLast(),
                        store.content().length(),
                        now.version()));
    }

    /** Asks for something that changes nothing. */
    <T> T get(String call, String path, Function<JsonObject, T> reader) {
        return Answers.read(call, client.send(authorised(client.get(path))), reader);
    }

    /** Asks for something with a body, as often as needed. */
    <T> T query(String call, String path, JsonMembers body, Function<JsonObject, T> reader) {
        HttpRequest request = client.request("POST", path, bytes(body)).repeatable();
        return Answers.read(call, client.send(authorised(request)), reader);
    }

    /** Changes something; not sent again once the server may have got it. */
    <T> T send(String call, String method, String path, JsonMembers body, Function<JsonObject, T> reader) {
        return Answers.read(call, client.send(authorised(client.request(method, path, bytes(body)))), reader);
    }

    /** Changes something that answers nothing. */
    void send(String call, String method, String path, JsonMembers body) {
        Answers.requireSuccess(call, client.send(authorised(client.request(method, path, bytes(body)))));
    }

    /** Deletes something. */
    void delete(String call, String path) {
        Answers.requireSuccess(call, client.send(authorised(client.request("DELETE", path, new byte[0]))));
    }

    @Override
    public void close() {
        client.close();
    }

    private HttpRequest authorised(HttpRequest request) {
        return request.with("Authorization", "Bearer " + token.secret().reveal())
                .with("Accept", "application/json")
                .with("X-API-Version", API_VERSION);
    }

    private static byte[] bytes(JsonMembers body) {
        return body.toJson().getBytes(StandardCharsets.UTF_8);
    }

    /** Tells whether a server could not be reached, or failed, so that a cache may answer for it. */
    static boolean isUnavailable(EnvdriftException failure) {
        return failure.code() == ErrorCode.VAULT_UNREACHABLE
                || failure instanceof LevelsException answered && answered.isServerFailure();
    }
}
