package io.envdrift.provider.levels;

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
final class LevelsService implements FaultyService {
    private final TestLevel level;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final FaultServer server;

    LevelsService(TestLevel level, Optional<ServerSocketFactory> tls) throws IOException {
        this.level = level;
        server = tls.isPresent() ? FaultServer.https(tls.get(), this::forward) : FaultServer.http(this::forward);
    }

    @Override
    public FaultServer server() {
        return server;
    }

    @Override
    public void store(String name, String value) {
        level.store(name, value);
    }

    @Override
    public Optional<String> stored(String name) {
        return level.stored(name);
    }

    @Override
    public Answer refusal(int status) {
        return switch (status) {
            case 401 -> error(401, "unauthenticated");
            case 403 -> error(403, "insufficient_permissions");
            case 404 -> error(404, "not_found");
            default -> error(status, "server_error");
        };
    }

    @Override
    public boolean reads(ReceivedRequest request) {
        return request.path().endsWith("/secrets");
    }

    @Override
    public boolean writes(ReceivedRequest request) {
        return request.path().endsWith("/secrets/store");
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer error(int status, String word) {
        return Answer.json(status, "{\"error\":\"" + word + "\",\"message\":\"Something\",\"details\":{}}");
    }

    private Answer forward(ReceivedRequest request) {
        HttpRequest.Builder forwarded = HttpRequest.newBuilder(
                        TestLevel.address().resolve(request.target()))
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
