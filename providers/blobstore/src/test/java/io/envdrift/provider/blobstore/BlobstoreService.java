package io.envdrift.provider.blobstore;

import io.envdrift.testkit.RelayedService;
import io.envdrift.testserver.Answer;
import io.envdrift.testserver.ReceivedRequest;
import io.envdrift.vaultenv.Latest;
import io.envdrift.vaultenv.protocol.Endpoint;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.net.ServerSocketFactory;

/** The real server behind a wire that goes wrong on demand. */
final class BlobstoreService extends RelayedService {
    private static final String ENVIRONMENT = "envdrift";

    private final TestProject project = TestProject.strict();

    BlobstoreService(Optional<ServerSocketFactory> tls) throws IOException {
        super(TestProject.address(), List.of(Endpoint.SIGNATURE_HEADER), tls);
    }

    TestProject project() {
        return project;
    }

    @Override
    public void store(String name, String value) {
        Map<String, String> values = new LinkedHashMap<>(values());
        values.put(name, value);
        var unused = project.client().push(ENVIRONMENT, values, Optional.empty(), OptionalLong.empty());
    }

    @Override
    public Optional<String> stored(String name) {
        return Optional.ofNullable(values().get(name));
    }

    @Override
    public Answer refusal(int status) {
        return switch (status) {
            case 403 -> Answer.json(403, "{\"error\":\"Device not registered or revoked\"}");
            case 404 -> Answer.json(404, "{\"error\":\"Environment not found\"}");
            default -> Answer.json(status, "{\"error\":\"Something\"}");
        };
    }

    @Override
    public boolean reads(ReceivedRequest request) {
        return request.path().equals(Endpoint.PULL.path());
    }

    @Override
    public boolean writes(ReceivedRequest request) {
        return request.path().equals(Endpoint.PUSH.path());
    }

    private Map<String, String> values() {
        return project.client().latest(ENVIRONMENT) instanceof Latest.Readable readable ? readable.values() : Map.of();
    }
}
