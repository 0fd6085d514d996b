package io.envdrift.server.project;

import io.envdrift.json.JsonObject;
import io.envdrift.server.access.ApiRequest;
import io.envdrift.server.access.Refusal;
import io.envdrift.server.call.Route;
import io.envdrift.server.call.Route.Answer;
import io.envdrift.server.seal.Sealer;
import io.envdrift.server.store.Environments;
import io.envdrift.server.store.Project;
import io.envdrift.server.store.Projects;
import io.envdrift.server.store.Quotas;
import io.envdrift.vaultenv.protocol.CreateProject;
import io.envdrift.vaultenv.protocol.Done;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.ProjectCreated;
import io.envdrift.vaultenv.protocol.SetKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Create a project and set its key. */
public final class ProjectApi {
    /** How long a project may be without a key before it is removed. */
    public static final Duration KEYLESS_LIFE = Duration.ofMinutes(15);

    private static final List<String> ENVIRONMENTS = List.of("development", "staging", "production");
    private static final Pattern KEY = Pattern.compile("[0-9A-Fa-f]{64}");

    private final CreateGuard guard;
    private final Quotas quotas;
    private final Sealer sealer;
    private final InstantSource clock;

    /** Creates the API. */
    public ProjectApi(CreateGuard guard, Quotas quotas, Sealer sealer, InstantSource clock) {
        this.guard = guard;
        this.quotas = quotas;
        this.sealer = sealer;
        this.clock = clock;
    }

    /** Returns the calls. */
    public List<Route> routes() {
        return List.of(
                new Route.Open(Endpoint.CREATE_PROJECT, this::create), new Route.Open(Endpoint.SET_KEY, this::setKey));
    }

    private Answer create(Connection connection, ApiRequest request, JsonObject message) throws SQLException {
        CreateProject asked = CreateProject.read(message);
        guard.pass(request);
        if (quotas.projects() > 0 && Projects.count(connection) >= quotas.projects()) {
            throw Refusal.forbidden("Project quota reached: " + quotas.projects() + " projects");
        }
        Instant now = clock.instant();
        String setupToken = SetupToken.generate();
        String id = Projects.add(connection, asked.name(), asked.strict(), SetupToken.hash(setupToken), now);
        for (String name : ENVIRONMENTS) {
            Environments.ensure(connection, id, name, now);
        }
        return Answer.about(id, new ProjectCreated(id, ENVIRONMENTS, Optional.of(setupToken)));
    }

    private Answer setKey(Connection connection, ApiRequest request, JsonObject message) throws SQLException {
        SetKey asked = SetKey.read(message);
        // Removal runs once a minute only; the time limit is exact.
        Projects.removeUnkeyed(connection, clock.instant().minus(KEYLESS_LIFE));
        Project project =
                Projects.find(connection, asked.projectId()).orElseThrow(() -> Refusal.notFound("Project not found"));
        if (!KEY.matcher(asked.authKey()).matches()) {
            throw Refusal.badRequest("auth_key_hash must be 64 hex digits");
        }
        Optional<String> tokenHash = Projects.setupTokenHash(connection, project.id());
        if (tokenHash.isPresent()) {
            requireToken(project, asked.setupToken(), tokenHash.get());
        }
        byte[] key = HexFormat.of().parseHex(asked.authKey());
        if (!Projects.setKey(connection, project.id(), sealer.seal(key, project.id()))) {
            throw Refusal.conflict("Auth key already set");
        }
        return Answer.about(project.id(), new Done());
    }

    /** Clients of the original know no token, so only strict projects demand one; a wrong one is never right. */
    private static void requireToken(Project project, Optional<String> token, String hash) {
        boolean missing = token.isEmpty() && project.strict();
        if (missing || token.isPresent() && !SetupToken.matches(token.get(), hash)) {
            throw Refusal.unauthorized();
        }
    }
}
