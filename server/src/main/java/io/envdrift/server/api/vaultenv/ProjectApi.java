package io.envdrift.server.api.vaultenv;

import io.envdrift.server.api.vaultenv.OpenRoute.Done;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.OperatorGuard;
import io.envdrift.server.pipeline.Session;
import io.envdrift.server.seal.Sealer;
import io.envdrift.server.store.Quotas;
import io.envdrift.server.store.Timestamps;
import io.envdrift.vaultenv.protocol.CreateProject;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.ProjectCreated;
import io.envdrift.vaultenv.protocol.SetKey;
import io.envdrift.vaultenv.protocol.VaultEnvRefusal;
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
record ProjectApi(OperatorGuard guard, Quotas quotas, Sealer sealer, InstantSource clock) {
    /** How long a project may be without a key before it is removed. */
    static final Duration KEYLESS_LIFE = Duration.ofMinutes(15);

    private static final List<String> ENVIRONMENTS = List.of("development", "staging", "production");
    private static final Pattern KEY = Pattern.compile("[0-9A-Fa-f]{64}");

    /** Returns the calls. */
    List<VaultEnvRoute> routes() {
        return List.of(
                new OpenRoute<>(Endpoint.CREATE_PROJECT, CreateProject::read, this::create),
                new OpenRoute<>(Endpoint.SET_KEY, SetKey::read, this::setKey));
    }

    private Done create(Connection connection, Call call, Session session, CreateProject asked) throws SQLException {
        if (!guard.admits(call)) {
            throw Refusals.of(VaultEnvRefusal.CREATE_TOKEN_REQUIRED);
        }
        if (quotas.projects() > 0 && Projects.count(connection) >= quotas.projects()) {
            throw Refusals.quota("Project quota reached: " + quotas.projects() + " projects");
        }
        Instant now = clock.instant();
        String setupToken = SetupToken.generate();
        String id = Projects.add(connection, asked.name(), asked.strict(), SetupToken.hash(setupToken), now);
        for (String name : ENVIRONMENTS) {
            Environments.COUNTER.ensure(connection, id, name, Timestamps.text(now));
        }
        return new Done(new ProjectCreated(id, ENVIRONMENTS, Optional.of(setupToken)), id);
    }

    private Done setKey(Connection connection, Call call, Session session, SetKey asked) throws SQLException {
        // The removal runs once a minute only; the limit is checked exactly.
        Projects.removeUnkeyed(connection, clock.instant().minus(KEYLESS_LIFE));
        StoredProject project = Projects.find(connection, asked.projectId())
                .orElseThrow(() -> Refusals.of(VaultEnvRefusal.PROJECT_NOT_FOUND));
        session.concerns(project.id(), Optional.empty(), Optional.empty());
        if (!KEY.matcher(asked.authKey()).matches()) {
            throw Refusals.badRequest("auth_key_hash must be 64 hex digits");
        }
        Optional<String> tokenHash = Projects.setupTokenHash(connection, project.id());
        if (tokenHash.isPresent()) {
            requireToken(project, asked.setupToken(), tokenHash.get());
        }
        byte[] key = HexFormat.of().parseHex(asked.authKey());
        if (!Projects.setKey(connection, project.id(), sealer.seal(key, VaultEnvTables.signingKey(project.id())))) {
            throw Refusals.of(VaultEnvRefusal.KEY_ALREADY_SET);
        }
        return new Done(new io.envdrift.vaultenv.protocol.Done(), project.id());
    }

    /** Clients of the original know no token, so only strict projects require one; a wrong token is always refused. */
    private static void requireToken(StoredProject project, Optional<String> token, String hash) {
        boolean missing = token.isEmpty() && project.strict();
        if (missing || token.isPresent() && !SetupToken.matches(token.get(), hash)) {
            throw Refusals.of(VaultEnvRefusal.UNAUTHORIZED);
        }
    }
}
