package io.envdrift.provider.levels;

import io.envdrift.testkit.RelayedService;
import io.envdrift.testserver.Answer;
import io.envdrift.testserver.ReceivedRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.net.ServerSocketFactory;

/** The real server behind a wire that goes wrong on demand. */
final class LevelsService extends RelayedService {
    private final TestLevel level;

    LevelsService(TestLevel level, Optional<ServerSocketFactory> tls) throws IOException {
        super(TestLevel.address(), List.of("Authorization"), tls);
        this.level = level;
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

    private static Answer error(int status, String word) {
        return Answer.json(status, "{\"error\":\"" + word + "\",\"message\":\"Something\",\"details\":{}}");
    }
}
