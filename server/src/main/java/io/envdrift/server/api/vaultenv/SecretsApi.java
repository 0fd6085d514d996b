package io.envdrift.server.api.vaultenv;

import io.envdrift.server.api.vaultenv.Environments.Environment;
import io.envdrift.server.api.vaultenv.SignedRoute.Told;
import io.envdrift.server.store.Quotas;
import io.envdrift.server.store.Timestamps;
import io.envdrift.vaultenv.protocol.CurrentVersion;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.EnvironmentList;
import io.envdrift.vaultenv.protocol.EnvironmentQuery;
import io.envdrift.vaultenv.protocol.ProjectQuery;
import io.envdrift.vaultenv.protocol.PullSecrets;
import io.envdrift.vaultenv.protocol.PulledSecrets;
import io.envdrift.vaultenv.protocol.PushSecrets;
import io.envdrift.vaultenv.protocol.RollBack;
import io.envdrift.vaultenv.protocol.StoredVersion;
import io.envdrift.vaultenv.protocol.VaultEnvRefusal;
import io.envdrift.vaultenv.protocol.VersionList;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Push, pull, current version, versions and roll back. */
record SecretsApi(SignatureIdentity identity, Quotas quotas, InstantSource clock) {
    /** Returns the calls. */
    List<VaultEnvRoute> routes() {
        return List.of(
                new SignedRoute<>(
                        identity, Endpoint.PUSH, PushSecrets::read, DeviceGate.ONCE_DEVICES_EXIST, this::push),
                new SignedRoute<>(
                        identity, Endpoint.PULL, PullSecrets::read, DeviceGate.ONCE_DEVICES_EXIST, this::pull),
                new SignedRoute<>(
                        identity,
                        Endpoint.CURRENT_VERSION,
                        EnvironmentQuery::read,
                        DeviceGate.OPEN,
                        this::currentVersion),
                new SignedRoute<>(
                        identity,
                        Endpoint.VERSIONS,
                        EnvironmentQuery::read,
                        DeviceGate.STRICT_PROJECTS,
                        this::versions),
                new SignedRoute<>(
                        identity,
                        Endpoint.LIST_ENVIRONMENTS,
                        ProjectQuery::read,
                        DeviceGate.STRICT_PROJECTS,
                        SecretsApi::environments),
                new SignedRoute<>(
                        identity, Endpoint.ROLLBACK, RollBack::read, DeviceGate.STRICT_PROJECTS, this::rollBack));
    }

    private Told push(Connection connection, Caller caller, PushSecrets request) throws SQLException {
        String projectId = caller.project().id();
        Optional<Environment> known = Environments.find(connection, projectId, request.environment());
        if (known.isEmpty()) {
            Environments.COUNTER.ensure(connection, projectId, request.environment(), Timestamps.text(clock.instant()));
        }
        Environment environment = known.isPresent() ? known.get() : require(connection, caller, request.environment());
        return append(
                connection,
                caller,
                request.environment(),
                environment.id(),
                request.secrets(),
                request.changedKeys(),
                request.expectedVersion());
    }

    private Told rollBack(Connection connection, Caller caller, RollBack request) throws SQLException {
        Environment environment = require(connection, caller, request.environment());
        String blob = Versions.blob(connection, environment.id(), request.version())
                .orElseThrow(() -> Refusals.of(VaultEnvRefusal.VERSION_NOT_FOUND));
        Optional<String> changed = Optional.of("[\"rollback_from_v" + request.version() + "\"]");
        return append(connection, caller, request.environment(), environment.id(), blob, changed, OptionalLong.empty());
    }

    private Told append(
            Connection connection,
            Caller caller,
            String environment,
            String environmentId,
            String blob,
            Optional<String> changedKeys,
            OptionalLong expected)
            throws SQLException {
        long version = Environments.COUNTER
                .countUp(connection, environmentId, expected, blob.length())
                .orElseThrow(() -> Refusals.of(VaultEnvRefusal.OTHER_VERSION));
        Versions.add(connection, environmentId, version, blob, changedKeys, clock.instant());
        if (quotas.versions() > 0) {
            long removed = Versions.removeUpTo(connection, environmentId, version - quotas.versions());
            Environments.COUNTER.countDown(connection, environmentId, removed);
        }
        if (quotas.projectBytes() > 0
                && Environments.COUNTER.storedBytes(connection, caller.project().id()) > quotas.projectBytes()) {
            throw Refusals.quota("Project quota exceeded: " + quotas.projectBytes() + " bytes");
        }
        return Told.about(environment, new StoredVersion(version));
    }

    private Told pull(Connection connection, Caller caller, PullSecrets request) throws SQLException {
        Versions.Latest latest = Versions.latest(connection, caller.project().id(), request.environment())
                .orElseThrow(() -> Refusals.of(VaultEnvRefusal.ENVIRONMENT_NOT_FOUND));
        long version = request.version().orElse(latest.version());
        if (version == latest.version()) {
            return Told.about(
                    request.environment(),
                    latest.pulled().orElseThrow(() -> Refusals.of(VaultEnvRefusal.NOTHING_STORED)));
        }
        String blob = Versions.blob(connection, latest.environmentId(), version)
                .orElseThrow(() -> Refusals.of(VaultEnvRefusal.VERSION_NOT_FOUND));
        return Told.about(request.environment(), new PulledSecrets(blob, version));
    }

    private Told currentVersion(Connection connection, Caller caller, EnvironmentQuery request) throws SQLException {
        Environment environment = require(connection, caller, request.environment());
        return Told.about(
                request.environment(),
                new CurrentVersion(
                        environment.latestVersion(),
                        Versions.createdAt(connection, environment.id(), environment.latestVersion())));
    }

    private Told versions(Connection connection, Caller caller, EnvironmentQuery request) throws SQLException {
        Environment environment = require(connection, caller, request.environment());
        return Told.about(request.environment(), new VersionList(Versions.newest(connection, environment.id())));
    }

    private static Told environments(Connection connection, Caller caller, ProjectQuery request) throws SQLException {
        return Told.of(new EnvironmentList(
                Environments.all(connection, caller.project().id()),
                Projects.name(connection, caller.project().id())));
    }

    private static Environment require(Connection connection, Caller caller, String name) throws SQLException {
        return Environments.find(connection, caller.project().id(), name)
                .orElseThrow(() -> Refusals.of(VaultEnvRefusal.ENVIRONMENT_NOT_FOUND));
    }
}
