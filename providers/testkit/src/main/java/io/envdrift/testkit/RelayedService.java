package io.envdrift.testkit;

import io.envdrift.testserver.Answer;
import io.envdrift.testserver.ReceivedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ServerSocketFactory;

/** A real server behind a wire that goes wrong on demand. */
public abstract class RelayedService implements FaultyService {
    private final URI address;
    private final List<String> headers;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final FaultServer server;

    /**
     * Starts the wire.
     *
     * @param address of the real server
     * @param headers that are handed on to it, the type of the body aside
     * @param tls makes the sockets; without it the wire is plain http
     */
    protected RelayedService(URI address, List<String> headers, Optional<ServerSocketFactory> tls) throws IOException {
        this.address = address;
        this.headers = headers;
        server = FaultServer.start(tls, this::relay);
    }

    @Override
    public final FaultServer server() {
        return server;
    }

    private Answer relay(ReceivedRequest request) {
        HttpRequest.Builder relayed = HttpRequest.newBuilder(address.resolve(request.target()))
                .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.header("Content-Type").ifPresent(value -> relayed.header("Content-Type", value));
        for (String name : headers) {
            request.header(name).ifPresent(value -> relayed.header(name, value));
        }
        try {
            HttpResponse<byte[]> answer = client.send(relayed.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(answer.statusCode(), Map.of("Content-Type", "application/json"), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.of(503);
        }
    }
}
