package io.envdrift.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.vaultenv.protocol.ChangeDevice;
import io.envdrift.vaultenv.protocol.CreateProject;
import io.envdrift.vaultenv.protocol.DerivedKeys;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.EnvironmentQuery;
import io.envdrift.vaultenv.protocol.Message;
import io.envdrift.vaultenv.protocol.ProjectCreated;
import io.envdrift.vaultenv.protocol.PushSecrets;
import io.envdrift.vaultenv.protocol.RegisterDevice;
import io.envdrift.vaultenv.protocol.RequestSignature;
import io.envdrift.vaultenv.protocol.RollBack;
import io.envdrift.vaultenv.protocol.SetKey;
import io.envdrift.vaultenv.protocol.VaultKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The holder of a project's key, on the other side of a socket. */
final class ApiUser {
    static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final URI server;
    private final InstantSource clock;
    private final VaultKey key;
    private final Optional<String> deviceHash;

    private ApiUser(URI server, InstantSource clock, VaultKey key, Optional<String> deviceHash) {
        this.server = server;
        this.clock = clock;
        this.key = key;
        this.deviceHash = deviceHash;
    }

    /** Makes a project with a key and no devices. */
    static ApiUser withProject(URI server, InstantSource clock, boolean strict) {
        ProjectCreated created = ProjectCreated.read(
                send(server, Endpoint.CREATE_PROJECT.path(), new CreateProject("app", strict).toJson(), "")
                        .json());
        VaultKey key = VaultKey.generate(created.projectId(), RANDOM);
        SetKey setKey = new SetKey(created.projectId(), hex(DerivedKeys.signingKey(key)), created.setupToken());
        assertThat(send(server, Endpoint.SET_KEY.path(), setKey.toJson(), "").body())
                .isEqualTo("{\"ok\":true}");
        return new ApiUser(server, clock, key, Optional.empty());
    }

    /** Returns the same key holder on a device with this hash. */
    ApiUser on(String hash) {
        return new ApiUser(server, clock, key, Optional.of(hash));
    }

    /** Returns the same key holder at another server. */
    ApiUser at(URI other) {
        return new ApiUser(other, clock, key, deviceHash);
    }

    String project() {
        return key.projectId();
    }

    String signingKey() {
        return hex(DerivedKeys.signingKey(key));
    }

    URI server() {
        return server;
    }

    Reply register(String name) {
        return call(Endpoint.REGISTER_DEVICE, new RegisterDevice(project(), name, deviceHash.orElseThrow()));
    }

    Reply approve(String deviceId) {
        return call(Endpoint.APPROVE_DEVICE, new ChangeDevice(project(), deviceId, deviceHash));
    }

    Reply revoke(String deviceId) {
        return call(Endpoint.REVOKE_DEVICE, new ChangeDevice(project(), deviceId, deviceHash));
    }

    Reply push(String environment, String blob) {
        return push(environment, blob, OptionalLong.empty());
    }

    Reply push(String environment, String blob, OptionalLong expected) {
        return call(
                Endpoint.PUSH,
                new PushSecrets(project(), environment, blob, Optional.of(List.of("+A")), deviceHash, expected));
    }

    Reply ask(Endpoint endpoint, String environment) {
        return call(endpoint, new EnvironmentQuery(project(), environment, deviceHash));
    }

    Reply rollBack(String environment, long version) {
        return call(Endpoint.ROLLBACK, new RollBack(project(), environment, version, deviceHash));
    }

    /** Sends a message with the signature of our own clients. */
    Reply call(Endpoint endpoint, Message message) {
        return send(endpoint, message.toJson(), sign(endpoint, message.toJson()));
    }

    Reply send(Endpoint endpoint, String json, String signature) {
        return send(server, endpoint.path(), json, signature);
    }

    String sign(Endpoint endpoint, String json) {
        return RequestSignature.sign(
                DerivedKeys.signingKey(key), Endpoint.METHOD, endpoint.path(), json.getBytes(UTF_8), clock.millis());
    }

    /** Signs a call of any kind. */
    String signed(String method, String path, byte[] body) {
        return RequestSignature.sign(DerivedKeys.signingKey(key), method, path, body, clock.millis());
    }

    /** Signs as clients of the original do: nothing but body and time. */
    String signPlain(String json) {
        return signAt(json, clock.millis());
    }

    /** Signs as the original does, at another time. */
    String signAt(String json, long millis) {
        String full = RequestSignature.sign(DerivedKeys.signingKey(key), "", "", json.getBytes(UTF_8), millis);
        return full.substring(0, full.indexOf(",v2="));
    }

    static Reply send(URI server, String path, String body, String signature, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path)).POST(BodyPublishers.ofString(body));
        if (!signature.isEmpty()) {
            request.header(Endpoint.SIGNATURE_HEADER, signature);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    static Reply send(HttpRequest request) {
        try {
            var response = HTTP.send(request, BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.body(), response.headers());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
