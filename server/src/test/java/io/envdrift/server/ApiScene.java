package io.envdrift.server;

import io.envdrift.vaultenv.protocol.AuditList;
import io.envdrift.vaultenv.protocol.CreateProject;
import io.envdrift.vaultenv.protocol.DeviceList;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.ProjectCreated;
import io.envdrift.vaultenv.protocol.ProjectQuery;
import io.envdrift.vaultenv.protocol.SetKey;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A server of the vault-env protocol, and what its contract does again and again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ApiScene {
    static final String KEY = "ab".repeat(32);
    final Backend backend;
    final TestClock clock = new TestClock();
    BlobServer server;
    URI address;

    ApiScene(Backend backend) {
        this.backend = backend;
    }

    @BeforeAll
    void start(@TempDir Path directory) {
        server = BlobServer.start(TestServers.settings(backend.fresh(directory)), clock);
        address = server.address();
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    List<AuditList.Entry> awaitAudit(ApiUser user, int atLeast) {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (true) {
            List<AuditList.Entry> entries = AuditList.read(user.call(
                                    Endpoint.LIST_AUDIT,
                                    new ProjectQuery(user.project(), Optional.empty(), OptionalLong.empty()))
                            .json())
                    .entries();
            if (entries.size() > atLeast || System.nanoTime() > end) {
                return entries;
            }
            Thread.onSpinWait();
        }
    }

    Optional<String> lastSeen(ApiUser user) {
        Reply reply = user.call(
                Endpoint.LIST_DEVICES, new ProjectQuery(user.project(), Optional.empty(), OptionalLong.empty()));
        return DeviceList.read(reply.json()).devices().getFirst().lastSeenAt();
    }

    ApiUser project() {
        return ApiUser.withProject(address, clock, false);
    }

    ProjectCreated create(String name) {
        return ProjectCreated.read(post(Endpoint.CREATE_PROJECT.path(), new CreateProject(name, false).toJson())
                .json());
    }

    Reply setKey(String id, String key, Optional<String> token) {
        return post(Endpoint.SET_KEY.path(), new SetKey(id, key, token).toJson());
    }

    Reply post(String path, String body) {
        return ApiUser.send(address, path, body, "");
    }

    Reply method(String method, String path) {
        return ApiUser.send(HttpRequest.newBuilder(address.resolve(path))
                .method(method, BodyPublishers.noBody())
                .build());
    }
}
