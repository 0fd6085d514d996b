package io.envdrift.server.secrets;

import io.envdrift.server.access.Caller;
import io.envdrift.server.access.DeviceGate;
import io.envdrift.server.access.Refusal;
import io.envdrift.server.call.Route;
import io.envdrift.server.call.Route.Answer;
import io.envdrift.server.store.Environments;
import io.envdrift.server.store.Environments.Environment;
import io.envdrift.server.store.Quotas;
import io.envdrift.server.store.Versions;
import io.envdrift.vaultenv.protocol.CurrentVersion;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.EnvironmentList;
import io.envdrift.vaultenv.protocol.EnvironmentQuery;
import io.envdrift.vaultenv.protocol.ProjectQuery;
import io.envdrift.vaultenv.protocol.PulledSecrets;
import io.envdrift.vaultenv.protocol.PushSecrets;
import io.envdrift.vaultenv.protocol.RollBack;
import io.envdrift.vaultenv.protocol.StoredVersion;
import io.envdrift.vaultenv.protocol.VersionList;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Push, pull, current version, versions and roll back. */
public final class SecretsApi {
    private final Quotas quotas;
    private final InstantSource clock;

    /** Creates the API. */
    public SecretsApi(Quotas quotas, InstantSource clock) {
        this.quotas = quotas;
        this.clock = clock;
    }

    /** Returns the calls. */
    public List<Route> routes() {
        return List.of(
                new Route.Signed<>(Endpoint.PUSH, PushSecrets::read, DeviceGate.ONCE_DEVICES_EXIST, this::push),
                new Route.Signed<>(Endpoint.PULL, EnvironmentQuery::read, DeviceGate.ONCE_DEVICES_EXIST, this::pull),
                new Route.Signed<>(
                        Endpoint.CURRENT_VERSION, EnvironmentQuery::read, DeviceGate.OPEN, this::currentVersion),
                new Route.Signed<>(
                        Endpoint.VERSIONS, EnvironmentQuery::read, DeviceGate.STRICT_PROJECTS, this::versions),
                new Route.Signed<>(
                        Endpoint.LIST_ENVIRONMENTS,
                        ProjectQuery::read,
                        DeviceGate.STRICT_PROJECTS,
                        SecretsApi::environments),
                new Route.Signed<>(Endpoint.ROLLBACK, RollBack::read, DeviceGate.STRICT_PROJECTS, this::rollBack));
    }

    private Answer push(Connection connection, Caller caller, PushSecrets request) throws SQLException {
        String projectId = caller.project().id();
        Optional<Environment> known = Environments.find(connection, projectId, request.environment());
        if (known.isEmpty()) {
            Environments.ensure(connection, projectId, request.environment(), clock.instant());
        }
        Environment environment = known.isPresent() ? known.get() : require(connection, caller, request.environment());
        return append(
                connection,
                caller,
                environment.id(),
                request.secrets(),
                request.changedKeys(),
                request.expectedVersion());
    }

    private Answer rollBack(Connection connection, Caller caller, RollBack request) throws SQLException {
        Environment environment = require(connection, caller, request.environment());
        String blob = Versions.blob(connection, environment.id(), request.version())
                .orElseThrow(() -> Refusal.notFound("Version not found"));
        Optional<String> changed = Optional.of("[\"rollback_from_v" + request.version() + "\"]");
        return append(connection, caller, environment.id(), blob, changed, OptionalLong.empty());
    }

    private Answer append(
            Connection connection,
            Caller caller,
            String environmentId,
            String blob,
            Optional<String> changedKeys,
            OptionalLong expected)
            throws SQLException {
        long version = Environments.countUp(connection, environmentId, expected, blob.length())
                .orElseThrow(() -> Refusal.conflict("Another version is the current one"));
        Versions.add(connection, environmentId, version, blob, changedKeys, clock.instant());
        if (quotas.versions() > 0) {
            long removed = Versions.removeUpTo(connection, environmentId, version - quotas.versions());
            Environments.countDown(connection, environmentId, removed);
        }
        if (quotas.projectBytes() > 0
                && Environments.storedBytes(connection, caller.project().id()) > quotas.projectBytes()) {
            throw Refusal.forbidden("Project quota exceeded: " + quotas.projectBytes() + " bytes");
        }
        return Answer.about(environmentId, new StoredVersion(version));
    }

    private Answer pull(Connection connection, Caller caller, EnvironmentQuery request) throws SQLException {
        Versions.Latest latest = Versions.latest(connection, caller.project().id(), request.environment())
                .orElseThrow(() -> Refusal.notFound("Environment not found"));
        String blob = latest.blob().orElseThrow(() -> Refusal.notFound("No secrets stored yet"));
        return Answer.about(latest.environmentId(), new PulledSecrets(blob, latest.version()));
    }

    private Answer currentVersion(Connection connection, Caller caller, EnvironmentQuery request) throws SQLException {
        Environment environment = require(connection, caller, request.environment());
        return Answer.about(
                environment.id(),
                new CurrentVersion(
                        environment.latestVersion(),
                        Versions.createdAt(connection, environment.id(), environment.latestVersion())));
    }

    private Answer versions(Connection connection, Caller caller, EnvironmentQuery request) throws SQLException {
        Environment environment = require(connection, caller, request.environment());
        return Answer.about(environment.id(), new VersionList(Versions.newest(connection, environment.id())));
    }

    private static Answer environments(Connection connection, Caller caller, ProjectQuery request) throws SQLException {
        return Answer.of(new EnvironmentList(
                Environments.all(connection, caller.project().id())));
    }

    private static Environment require(Connection connection, Caller caller, String name) throws SQLException {
        return Environments.find(connection, caller.project().id(), name)
                .orElseThrow(() -> Refusal.notFound("Environment not found"));
    }
}
