package io.envdrift.provider.envsync;

import io.envdrift.testkit.RelayedService;
import io.envdrift.testserver.Answer;
import io.envdrift.testserver.ReceivedRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.net.ServerSocketFactory;

/** The real server behind a wire that goes wrong on demand. */
final class EnvSyncService extends RelayedService {
    private final TestBranch branch;

    EnvSyncService(TestBranch branch, Optional<ServerSocketFactory> tls) throws IOException {
        super(TestBranch.address(), List.of("Authorization"), tls);
        this.branch = branch;
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

    private static Answer error(int status, String detail) {
        return Answer.json(status, "{\"detail\":\"" + detail + "\"}");
    }
}
