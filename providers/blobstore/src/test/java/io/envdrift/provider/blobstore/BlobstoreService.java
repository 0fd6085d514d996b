package io.envdrift.provider.blobstore;

import io.envdrift.testkit.FaultServer;
import io.envdrift.testkit.FaultyService;
import io.envdrift.testserver.Answer;
import io.envdrift.testserver.ReceivedRequest;
import io.envdrift.vaultenv.Latest;
import io.envdrift.vaultenv.protocol.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.net.ServerSocketFactory;

/** The real server behind a wire that goes wrong on demand. */
final class BlobstoreService implements FaultyService {
    private static final String ENVIRONMENT = "envdrift";

    private final TestProject project = TestProject.strict();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final FaultServer server;

    BlobstoreService(Optional<ServerSocketFactory> tls) throws IOException {
        server = tls.isPresent() ? FaultServer.https(tls.get(), this::forward) : FaultServer.http(this::forward);
    }

    TestProject project() {
        return project;
    }

    @Override
    public FaultServer server() {
        return server;
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

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> values() {
        return project.client().latest(ENVIRONMENT) instanceof Latest.Readable readable ? readable.values() : Map.of();
    }

    private Answer forward(ReceivedRequest request) {
        HttpRequest.Builder forwarded = HttpRequest.newBuilder(
                        TestProject.address().resolve(request.path()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.header(Endpoint.SIGNATURE_HEADER)
                .ifPresent(value -> forwarded.header(Endpoint.SIGNATURE_HEADER, value));
        try {
            HttpResponse<byte[]> answer = client.send(forwarded.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(answer.statusCode(), Map.of("Content-Type", "application/json"), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.of(503);
        }
    }
}
