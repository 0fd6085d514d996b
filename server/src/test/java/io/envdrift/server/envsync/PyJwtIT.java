package io.envdrift.server.envsync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.envdrift.json.JsonObject;
import io.envdrift.server.BlobServer;
import io.envdrift.server.EnvSyncServers;
import io.envdrift.server.EnvSyncServers.Store;
import io.envdrift.server.api.envsync.TokenDesk;
import io.envdrift.server.api.envsync.TokenSettings;
import io.envdrift.server.operate.Storage;
import io.envdrift.server.store.StorageSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document makes its token with Python's PyJWT, by which the original verifies. Needs python3 with it; else skipped. */
class PyJwtIT {
    private static final String SECRET = "test-secret-key-32-chars-minimum";
    private static final String PROGRAM = """
        import json, sys
        import jwt
        secret, ours = sys.argv[1:]
        token = jwt.encode({
            'email': 'dev@example.com',
            'role': 'owner',
            'project_ids': ['project-123']
        }, secret, algorithm='HS256')
        print(token if isinstance(token, str) else token.decode())
        print(json.dumps(jwt.decode(ours, secret, algorithms=['HS256'])))
        """;

    @TempDir
    Path directory;

    @Test
    void theDocumentsTokenIsTakenAndOursIsReadByTheOriginalsLibrary() throws Exception {
        Optional<String> python = python();
        assumeTrue(python.isPresent(), "skipped: no python3 with the package jwt (PyJWT)");
        StorageSettings storage = Store.SQLITE.fresh(directory);
        TokenSettings key = EnvSyncServers.secret(SECRET);
        String ours;
        try (Storage opened = Storage.openBeside(storage, new SimpleMeterRegistry())) {
            ours = new TokenDesk(opened.database(), opened.masterKey(), key, InstantSource.system())
                    .issue("ada@example.com", "developer", List.of("project-123"), 90)
                    .token()
                    .reveal();
        }
        List<String> lines = run(python.get(), "-c", PROGRAM, SECRET, ours).orElseThrow();
        JsonObject claims = EnvSyncContract.JSON.object(lines.get(1));
        assertThat(claims.requireText("email")).isEqualTo("ada@example.com");
        assertThat(claims.requireText("role")).isEqualTo("developer");
        assertThat(claims.members())
                .containsKeys("sub", "project_ids", "iat", "exp", "jti")
                .doesNotContainKey("aud");
        try (BlobServer server = BlobServer.start(EnvSyncServers.settings(storage, key), InstantSource.system())) {
            EnvSyncUser dev = new EnvSyncUser(server.address(), lines.getFirst());
            assertThat(dev.push("project-123", "main", "c", "API_KEY").statusCode())
                    .isEqualTo(200);
            assertThat(new EnvSyncUser(server.address(), ours)
                            .pull("project-123", "main")
                            .body())
                    .contains("\"pushed_by\":\"dev@example.com\"");
        }
    }

    /** Another python3 may stand in front of the system's, which has the packages of the distribution. */
    private static Optional<String> python() throws IOException, InterruptedException {
        for (String program : List.of("python3", "/usr/bin/python3")) {
            if (run(program, "-c", "import jwt").isPresent()) {
                return Optional.of(program);
            }
        }
        return Optional.empty();
    }

    /** Returns the lines that a program printed, if it is there and ended with success. */
    private static Optional<List<String>> run(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), UTF_8);
            return process.waitFor() == 0 ? Optional.of(out.lines().toList()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
