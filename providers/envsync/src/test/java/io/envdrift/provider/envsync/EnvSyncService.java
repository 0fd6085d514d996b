package io.envdrift.provider.envsync;

import io.envdrift.testkit.FaultServer;
import io.envdrift.testkit.FaultyService;
import io.envdrift.testserver.Answer;
import io.envdrift.testserver.ReceivedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ServerSocketFactory;

/** The real server behind a wire that goes wrong on demand. */
final class EnvSyncService implements FaultyService {
    private final TestBranch branch;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final FaultServer server;

    EnvSyncService(TestBranch branch, Optional<ServerSocketFactory> tls) throws IOException {
        this.branch = branch;
        server = tls.isPresent() ? FaultServer.https(tls.get(), this::forward) : FaultServer.http(this::forward);
    }

    @Override
    public FaultServer server() {
        return server;
    }

    @Override
    public void store(String name, String value) {
        branch.store(name, value);
    }

    @Override
    public Optional<String> stored(String name) {
        return branch.stored(name);
    }

    @Override
    public Answer refusal(int status) {
        return switch (status) {
            case 401 -> error(401, "Invalid token");
            case 403 -> error(403, "No read access to this project");
            case 404 -> error(404, "No env found for this branch");
            default -> error(status, "Something");
        };
    }

    @Override
    public boolean reads(ReceivedRequest request) {
        return request.method().equals("GET");
    }

    @Override
    public boolean writes(ReceivedRequest request) {
        return request.method().equals("POST");
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer error(int status, String detail) {
        return Answer.json(status, "{\"detail\":\"" + detail + "\"}");
    }

    private Answer forward(ReceivedRequest request) {
        HttpRequest.Builder forwarded = HttpRequest.newBuilder(
                        TestBranch.address().resolve(request.target()))
                .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
        for (String name : List.of("Authorization", "Content-Type")) {
            request.header(name).ifPresent(value -> forwarded.header(name, value));
        }
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
