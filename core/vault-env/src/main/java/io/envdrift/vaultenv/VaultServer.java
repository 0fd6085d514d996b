package io.envdrift.vaultenv;

import io.envdrift.base.Deadline;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.Secret;
import io.envdrift.http.AddressVariable;
import io.envdrift.http.HttpFailure;
import io.envdrift.http.HttpRequest;
import io.envdrift.http.HttpTransport;
import io.envdrift.http.JsonClient;
import io.envdrift.http.LostAnswers;
import io.envdrift.http.RetryPolicy;
import io.envdrift.json.JsonObject;
import io.envdrift.vaultenv.protocol.CreateProject;
import io.envdrift.vaultenv.protocol.DerivedKeys;
import io.envdrift.vaultenv.protocol.DeviceSecret;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.Message;
import io.envdrift.vaultenv.protocol.ProjectCreated;
import io.envdrift.vaultenv.protocol.RequestSignature;
import io.envdrift.vaultenv.protocol.SetKey;
import io.envdrift.vaultenv.protocol.VaultKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A vault-env server, ours or the original's. Calls are retried as everywhere in envdrift; a change whose answer was lost is
 * not sent again blindly. Safe for use by several threads.
 */
public final class VaultServer implements AutoCloseable {
    /** The hosted service of the original. */
    public static final URI DEFAULT_ADDRESS = URI.create("https://api.vaultdotenv.io");
    /** How long one call may take unless configured otherwise, retries included. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

    private static final String URL_VARIABLE = "VAULT_URL";
    private static final AddressVariable ADDRESS =
            new AddressVariable(URL_VARIABLE, DEFAULT_ADDRESS, "https://vault.example.com");
    private static final String USER_AGENT = "envdrift-vault-env";

    private final JsonClient client;
    private final InstantSource clock;

    private VaultServer(JsonClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /**
     * Creates a client; nothing is connected yet.
     *
     * @param deadlines gives each call the time by which it must be done, retries included
     * @throws EnvdriftException {@code VAULT_SETTINGS} when the address is not https, or http to this machine
     */
    public VaultServer(
            URI address,
            HttpTransport transport,
            RetryPolicy retries,
            Supplier<Deadline> deadlines,
            InstantSource clock) {
        this(new JsonClient(address, USER_AGENT, transport, retries, deadlines, clock), clock);
    }

    /**
     * Creates a client with proxies and certificate authorities as the environment says.
     *
     * @param timeout of one call, retries included
     * @throws EnvdriftException {@code VAULT_SETTINGS} when the address is not https, or http to this machine
     */
    public static VaultServer at(URI address, Map<String, String> environment, Duration timeout) {
        return new VaultServer(JsonClient.at(address, USER_AGENT, environment, timeout), InstantSource.system());
    }

    /**
     * Returns the address that is meant: an option, else {@code VAULT_URL}, else the hosted service.
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

    /** Returns a project on this server, as the holder of its key sees it on a device. */
    public VaultProject project(VaultKey key, Optional<DeviceSecret> device) {
        return new VaultProject(this, key, device);
    }

    /**
     * Makes a project.
     *
     * @param strict whether the server shall demand approved devices and bound signatures; the original ignores it
     * @param createToken what a server asks from those who make projects
     * @throws EnvdriftException when the server cannot be reached or refuses
     */
    public ProjectCreated createProject(String name, boolean strict, Optional<Secret> createToken) {
        byte[] body = bytes(new CreateProject(name, strict));
        HttpRequest request = request(Endpoint.CREATE_PROJECT, body);
        if (createToken.isPresent()) {
            request =
                    request.with("Authorization", "Bearer " + createToken.get().reveal());
        }
        ProjectCreated created = exchange(Endpoint.CREATE_PROJECT, request, ProjectCreated::read);
        if (!VaultHome.isSafe(created.projectId())) {
            throw Answers.misunderstood(Endpoint.CREATE_PROJECT);
        }
        return created;
    }

    /**
     * Sets the key of a project that was just made. When the answer is lost, a signed call tells whether it was set.
     *
     * @throws EnvdriftException when the server cannot be reached or refuses
     */
    public void setKey(VaultKey key, Optional<String> setupToken) {
        String signingKey = HexFormat.of().formatHex(DerivedKeys.signingKey(key));
        byte[] body = bytes(new SetKey(key.projectId(), signingKey, setupToken));
        try {
            var unused = exchange(Endpoint.SET_KEY, request(Endpoint.SET_KEY, body), Function.identity());
        } catch (EnvdriftException e) {
            if (!LostAnswers.isOutcomeUnknown(e)) {
                throw e;
            }
            project(key, Optional.empty()).devices();
        }
    }

    /** Sends a signed call that may be sent again after its answer was lost. */
    <T> T callRepeatable(Endpoint endpoint, VaultKey key, Message message, Function<JsonObject, T> reader) {
        return exchange(endpoint, signed(endpoint, key, message).repeatable(), reader);
    }

    /** Sends a signed call that is not sent again once the server may have got it. */
    <T> T callOnce(Endpoint endpoint, VaultKey key, Message message, Function<JsonObject, T> reader) {
        return exchange(endpoint, signed(endpoint, key, message), reader);
    }

    /**
     * Sends a signed call as {@link #callOnce} does, but does not repeat it after a 500 either: for callers who can look
     * whether it was done. A server may fail after it stored.
     */
    <T> T callCarefully(Endpoint endpoint, VaultKey key, Message message, Function<JsonObject, T> reader) {
        return Answers.read(endpoint, client.sendCarefully(signed(endpoint, key, message)), reader);
    }

    /** Tells whether the server was not reached, or failed by itself: the only cases in which a cache may answer for it. */
    static boolean isUnavailable(EnvdriftException failure) {
        return failure instanceof HttpFailure lost && lost.kind() != HttpFailure.Kind.INTERRUPTED
                || failure instanceof VaultEnvException answered && answered.isServerFailure();
    }

    @Override
    public void close() {
        client.close();
    }

    private <T> T exchange(Endpoint endpoint, HttpRequest request, Function<JsonObject, T> reader) {
        return Answers.read(endpoint, client.send(request), reader);
    }

    private HttpRequest signed(Endpoint endpoint, VaultKey key, Message message) {
        byte[] body = bytes(message);
        String signature = RequestSignature.sign(
                DerivedKeys.signingKey(key), Endpoint.METHOD, endpoint.path(), body, clock.millis());
        return request(endpoint, body).with(Endpoint.SIGNATURE_HEADER, signature);
    }

    private HttpRequest request(Endpoint endpoint, byte[] body) {
        return client.request(Endpoint.METHOD, endpoint.path(), body);
    }

    private static byte[] bytes(Message message) {
        return message.toJson().getBytes(StandardCharsets.UTF_8);
    }
}
