package io.envdrift.server;

import io.envdrift.server.access.FailureLimit;
import io.envdrift.server.access.SignatureIdentity;
import io.envdrift.server.audit.AuditApi;
import io.envdrift.server.call.AuditBatch;
import io.envdrift.server.call.Calls;
import io.envdrift.server.call.Route;
import io.envdrift.server.device.DeviceApi;
import io.envdrift.server.http.HttpApi;
import io.envdrift.server.http.HttpSettings;
import io.envdrift.server.http.Loopback;
import io.envdrift.server.operate.Housekeeping;
import io.envdrift.server.operate.Metrics;
import io.envdrift.server.project.CreateGuard;
import io.envdrift.server.project.ProjectApi;
import io.envdrift.server.seal.RememberingSealer;
import io.envdrift.server.seal.Sealer;
import io.envdrift.server.secrets.SecretsApi;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** A running server. */
public final class BlobServer implements AutoCloseable {
    private final HttpApi api;
    private final Storage storage;
    private final Housekeeping housekeeping;
    private final Metrics metrics;
    private final URI address;
    private final OptionalInt metricsPort;

    private BlobServer(ServerSettings settings, Storage storage, Metrics metrics, InstantSource clock) {
        this.storage = storage;
        this.metrics = metrics;
        AuditBatch batch = new AuditBatch(storage.database());
        Calls calls = new Calls(
                storage.database(),
                new SignatureIdentity(new RememberingSealer(storage.masterKey()), clock),
                new FailureLimit(settings.failuresPerMinute(), clock),
                batch,
                clock);
        this.api = new HttpApi(
                settings.http(),
                routes(settings, storage.masterKey(), clock),
                calls,
                metrics,
                storage.database()::isAlive,
                clock::millis);
        this.metricsPort = settings.metricsPort().isPresent()
                ? OptionalInt.of(metrics.serve(
                        settings.metricsHost(), settings.metricsPort().getAsInt()))
                : OptionalInt.empty();
        this.address = address(settings.http(), api.start());
        this.housekeeping = Housekeeping.start(storage.database(), batch, clock);
    }

    /**
     * Starts a server; it answers when this returns.
     *
     * @throws io.envdrift.base.EnvdriftException {@code SERVER} when the database cannot be opened, the master key does not
     *     fit or the address cannot be had
     */
    public static BlobServer start(ServerSettings settings, InstantSource clock) {
        Metrics metrics = new Metrics();
        Storage storage = Storage.open(settings.storage(), metrics.registry());
        try {
            return new BlobServer(settings, storage, metrics, clock);
        } catch (RuntimeException e) {
            metrics.close();
            storage.close();
            throw e;
        }
    }

    /** Returns all calls with what answers them. */
    static List<Route> routes(ServerSettings settings, Sealer sealer, InstantSource clock) {
        CreateGuard guard = new CreateGuard(settings.createToken(), isLocal(settings.http()));
        return Stream.of(
                        new ProjectApi(guard, settings.quotas(), sealer, clock).routes(),
                        new DeviceApi(clock).routes(),
                        new SecretsApi(settings.quotas(), clock).routes(),
                        AuditApi.routes())
                .flatMap(List::stream)
                .toList();
    }

    /** Returns where the server answers, as in {@code http://127.0.0.1:8787}. */
    public URI address() {
        return address;
    }

    /** Returns the port of {@code /metrics}. */
    public OptionalInt metricsPort() {
        return metricsPort;
    }

    /** Stops: calls that are running finish, what is waiting is written, everything is closed. A second time does nothing. */
    @Override
    public void close() {
        api.stop();
        housekeeping.close();
        metrics.close();
        storage.close();
    }

    /** Behind a proxy everybody seems to be local, so only a server without proxies is. */
    private static boolean isLocal(HttpSettings http) {
        return http.proxies().isEmpty() && Loopback.is(http.host());
    }

    private static URI address(HttpSettings http, int port) {
        String host = http.host().contains(":") ? "[" + http.host() + "]" : http.host();
        return URI.create((http.tls().isPresent() ? "https://" : "http://") + host + ":" + port);
    }
}
