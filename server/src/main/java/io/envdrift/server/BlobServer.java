package io.envdrift.server;

import io.envdrift.server.http.HttpApi;
import io.envdrift.server.http.HttpSettings;
import io.envdrift.server.operate.Housekeeping;
import io.envdrift.server.operate.Metrics;
import io.envdrift.server.operate.Storage;
import io.envdrift.server.pipeline.Api;
import io.envdrift.server.pipeline.AuditBatch;
import io.envdrift.server.pipeline.FailureLimit;
import io.envdrift.server.pipeline.Landing;
import io.envdrift.server.pipeline.Pipeline;
import io.envdrift.server.pipeline.Router;
import io.envdrift.server.seal.RememberingSealer;
import io.envdrift.server.seal.Sealer;
import io.envdrift.server.store.Database;
import io.envdrift.server.ui.PageApi;
import io.envdrift.server.ui.PageLanding;
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
        Pipeline pipeline =
                new Pipeline(storage.database(), new FailureLimit(settings.failuresPerMinute(), clock), batch, clock);
        Sealer sealer = new RememberingSealer(storage.masterKey());
        this.api = new HttpApi(
                settings.http(),
                new Router(served(settings, storage.database(), sealer, clock)),
                settings.page() ? new PageLanding() : Landing.NONE,
                pipeline,
                metrics,
                storage.database()::isAlive,
                clock::millis);
        this.metricsPort = settings.metricsPort().isPresent()
                ? OptionalInt.of(metrics.serve(
                        settings.metricsHost(), settings.metricsPort().getAsInt()))
                : OptionalInt.empty();
        this.address = address(settings.http(), api.start());
        this.housekeeping =
                Housekeeping.start(storage.database(), batch, ServedApi.allTables(settings.reports()), clock);
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

    private static List<Api> served(ServerSettings settings, Database database, Sealer sealer, InstantSource clock) {
        List<Api> apis = ServedApi.opened(settings, database, sealer, clock);
        return settings.page()
                ? Stream.concat(apis.stream(), Stream.of(new PageApi())).toList()
                : apis;
    }

    private static URI address(HttpSettings http, int port) {
        String host = http.host().contains(":") ? "[" + http.host() + "]" : http.host();
        return URI.create((http.tls().isPresent() ? "https://" : "http://") + host + ":" + port);
    }
}
