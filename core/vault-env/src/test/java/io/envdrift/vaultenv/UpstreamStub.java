package io.envdrift.vaultenv;

import io.envdrift.json.JsonObject;
import io.envdrift.testserver.Answer;
import io.envdrift.testserver.Behaviour;
import io.envdrift.testserver.Exchange;
import io.envdrift.testserver.LoopbackServer;
import io.envdrift.testserver.ReceivedRequest;
import io.envdrift.vaultenv.protocol.DerivedKeys;
import io.envdrift.vaultenv.protocol.DeviceSecret;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.Messages;
import io.envdrift.vaultenv.protocol.SecretsBlob;
import io.envdrift.vaultenv.protocol.SignatureCheck;
import io.envdrift.vaultenv.protocol.SignatureVerdict;
import io.envdrift.vaultenv.protocol.VaultKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One project on a server that behaves like the original: no strictness, no set-up token, extra fields ignored, lists of
 * changed keys as text, plain text with status 500 where it crashes. A test may put a fault in front of the next answers.
 */
final class UpstreamStub implements Behaviour, AutoCloseable {
    static final VaultKey KEY =
            VaultKey.parse("vk_3f2b8c1e-9d4a_" + "ab".repeat(32)).orElseThrow();
    static final DeviceSecret LAPTOP = DeviceSecret.of("d1".repeat(32)).orElseThrow();
    static final DeviceSecret OTHER = DeviceSecret.of("0e".repeat(32)).orElseThrow();

    private final LoopbackServer server;
    private final Map<String, List<String>> blobs = new ConcurrentHashMap<>();
    private final Map<String, List<String>> changed = new ConcurrentHashMap<>();
    private final Map<String, String> devices = new ConcurrentHashMap<>();
    private final AtomicReference<Behaviour> fault = new AtomicReference<>();

    UpstreamStub() throws IOException {
        server = LoopbackServer.http(this);
        for (String name : List.of("development", "staging", "production")) {
            blobs.put(name, new ArrayList<>());
        }
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /** Returns a loader for this server with nothing of this machine in it. */
    VaultEnvLoader loader(Path directory, String... environment) {
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < environment.length; i += 2) {
            variables.put(environment[i], environment[i + 1]);
        }
        return VaultEnv.builder()
                .path(directory.resolve(".env"))
                .vaultUrl(uri())
                .processEnvironment(variables)
                .timeout(Duration.ofSeconds(60))
                .home(new VaultHome(directory.resolve("home/.vault")));
    }

    VaultProject project(DeviceSecret device) {
        return VaultServer.at(uri(), Map.of(), Duration.ofSeconds(60)).project(KEY, Optional.of(device));
    }

    /** Stores secrets that a device encrypted; a watch may be looking at the same moment. */
    synchronized void store(String environment, DeviceSecret device, String json) {
        byte[] key = DerivedKeys.of(KEY, Optional.of(device)).encryptionKey();
        versions(environment).add(SecretsBlob.encrypt(key, json, new SecureRandom()));
    }

    synchronized void dropVersion(String environment) {
        versions(environment).removeLast();
    }

    synchronized int version(String environment) {
        return versions(environment).size();
    }

    void setDevice(DeviceSecret device, String status) {
        devices.put(device.hash(), status);
    }

    /** Lets a behaviour see every request first, until it is called off; what it does not serve is served as usual. */
    void disturb(Behaviour behaviour) {
        fault.set(behaviour);
    }

    void calm() {
        fault.set(null);
    }

    List<String> paths() {
        return server.requests().stream().map(ReceivedRequest::path).toList();
    }

    List<ReceivedRequest> requests() {
        return server.requests();
    }

    List<String> changedKeys(String environment) {
        return changed.getOrDefault(environment, List.of());
    }

    @Override
    public void serve(Exchange exchange) throws IOException {
        Behaviour disturbance = fault.get();
        if (disturbance != null) {
            disturbance.serve(exchange);
        } else {
            exchange.answer(answer(exchange.request()));
        }
    }

    /** Does what is asked and returns the answer, which a fault may then lose. */
    synchronized Answer answer(ReceivedRequest request) {
        JsonObject json = Messages.parse(request.body());
        String environment = json.text("environment").orElse("");
        SignatureVerdict verdict = SignatureCheck.check(
                DerivedKeys.signingKey(KEY),
                request.header(Endpoint.SIGNATURE_HEADER)
                        .map(text -> text.replaceAll(",v2=.*", ""))
                        .orElse(null),
                "POST",
                request.path(),
                request.body(),
                System.currentTimeMillis());
        if (!(verdict instanceof SignatureVerdict.Valid)) {
            return error(401, "Unauthorized");
        }
        String path = request.path();
        if (path.equals(Endpoint.PUSH.path()) || path.equals(Endpoint.PULL.path())) {
            String status = devices.getOrDefault(json.text("device_hash").orElse(""), "unknown");
            if (!devices.isEmpty() && !status.equals("approved")) {
                return error(
                        403, status.equals("pending") ? "Device pending approval" : "Device not registered or revoked");
            }
        }
        if (path.equals(Endpoint.PUSH.path())) {
            versions(environment).add(json.requireText("secrets"));
            changed.put(environment, json.texts("key_names").orElse(List.of()));
            return version(versions(environment).size());
        }
        if (!blobs.containsKey(environment)) {
            return path.startsWith("/api/v1/secrets/") ? error(404, "Environment not found") : error(404, "Not found");
        }
        List<String> stored = versions(environment);
        if (path.equals(Endpoint.PULL.path())) {
            return stored.isEmpty()
                    ? error(404, "No secrets stored yet")
                    : Answer.json(200, "{\"secrets\":\"" + stored.getLast() + "\",\"version\":" + stored.size() + "}");
        }
        if (path.equals(Endpoint.CURRENT_VERSION.path())) {
            return Answer.json(200, "{\"version\":" + stored.size() + ",\"updated_at\":null}");
        }
        if (path.equals(Endpoint.ROLLBACK.path())) {
            stored.add(stored.get((int) json.requireWhole("version") - 1));
            return version(stored.size());
        }
        if (path.equals(Endpoint.VERSIONS.path())) {
            return Answer.json(
                    200,
                    "{\"versions\":[{\"version\":" + stored.size()
                            + ",\"changed_keys\":\"[\\\"rollback_from_v1\\\"]\",\"created_at\":\"t\"}]}");
        }
        return error(404, "Not found");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private List<String> versions(String environment) {
        return blobs.computeIfAbsent(environment, any -> new ArrayList<>());
    }

    static Answer error(int status, String text) {
        return Answer.json(status, "{\"error\":\"" + text + "\"}");
    }

    private static Answer version(int version) {
        return Answer.json(200, "{\"version\":" + version + "}");
    }
}
