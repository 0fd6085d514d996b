package io.envdrift.server.operate;

import com.sun.net.httpserver.HttpServer;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.server.http.CallMeter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Measures the server and shows it to Prometheus, on a port of its own that callers of the API need not reach. */
public final class Metrics implements CallMeter, AutoCloseable {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private @Nullable HttpServer server;

    /** Starts to measure. */
    public Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        garbage.bindTo(registry);
    }

    /** Returns where others add their own measures. */
    public MeterRegistry registry() {
        return registry;
    }

    @Override
    public void record(String api, String call, int status, long nanos) {
        timers.computeIfAbsent(new Kind(api, call, status), this::timer).record(nanos, TimeUnit.NANOSECONDS);
    }

    private record Kind(String api, String call, int status) {}

    private Timer timer(Kind kind) {
        return Timer.builder("envdrift.calls")
                .description("Calls of the API and how long they took")
                .tag("api", kind.api())
                .tag("call", kind.call())
                .tag("status", Integer.toString(kind.status()))
                .publishPercentileHistogram()
                .register(registry);
    }

    /**
     * Serves {@code /metrics}.
     *
     * @param port 0 for any free one
     * @return the port
     * @throws EnvdriftException {@code SERVER} when the address cannot be had
     */
    public int serve(String host, int port) {
        try {
            HttpServer opened = HttpServer.create(new InetSocketAddress(host, port), 0);
            opened.createContext("/metrics", exchange -> {
                byte[] text = registry.scrape().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", TEXT);
                exchange.sendResponseHeaders(200, text.length);
                exchange.getResponseBody().write(text);
                exchange.close();
            });
            opened.start();
            server = opened;
            return opened.getAddress().getPort();
        } catch (IOException e) {
            throw new EnvdriftException(
                    ErrorCode.SERVER, "Cannot serve metrics on " + host + ":" + port, "choose another port", e);
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
        }
        garbage.close();
        registry.close();
    }
}
