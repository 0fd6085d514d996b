package io.envdrift.spring;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.OneLine;
import io.envdrift.base.RepeatedTask;
import io.envdrift.sources.SourceWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Watches the imported sources, and has Spring Cloud refresh the application when a value changed: beans in the refresh scope and
 * configuration properties are given the new ones. A source that cannot be read meanwhile is a warning; the values stay.
 */
final class EnvdriftRefresh implements SmartLifecycle {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Log LOG = LogFactory.getLog(EnvdriftRefresh.class);

    private final ConfigurableEnvironment environment;
    private final ContextRefresher refresher;
    private final List<SourceWatch> watches = new ArrayList<>();
    /**
     * Whether a refresh failed, for example because another source cannot be read: no watch reports the same change
     * again.
     */
    private volatile boolean owed;

    private @Nullable RepeatedTask retries;

    EnvdriftRefresh(ConfigurableEnvironment environment, ContextRefresher refresher) {
        this.environment = environment;
        this.refresher = refresher;
    }

    @Override
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        Duration interval = interval();
        try {
            environment.getPropertySources().stream()
                    .filter(EnvdriftPropertySource.class::isInstance)
                    .map(EnvdriftPropertySource.class::cast)
                    .forEach(source -> watches.add(source.origin()
                            .watch(source.values(), interval, next -> refresh(), EnvdriftRefresh::failed)));
            if (!watches.isEmpty()) {
                RepeatedTask started = RepeatedTask.named("envdrift-refresh", interval);
                retries = started;
                started.start(this::retry);
            }
        } catch (RuntimeException | Error e) {
            // Spring stops only what has started.
            stop();
            throw e;
        }
    }

    private Duration interval() {
        Duration interval = Binder.get(environment)
                .bind(EnvdriftProperties.INTERVAL, Duration.class)
                .get();
        if (interval.compareTo(SHORTEST) < 0) {
            throw new EnvdriftException(
                    ErrorCode.USAGE,
                    EnvdriftProperties.INTERVAL + " is too short: " + interval,
                    "write 30s or 5m, or leave it out for no looks");
        }
        return interval;
    }

    /** One refresh at a time: two sources may change at once. */
    private void refresh() {
        synchronized (refresher) {
            try {
                LOG.info("Values changed, properties that got a new one: " + refresher.refresh());
                owed = false;
            } catch (RuntimeException e) {
                owed = true;
                throw e;
            }
        }
    }

    private void retry() {
        // Without the lock: a refresh that ends the application holds it and waits for this method.
        if (!owed) {
            return;
        }
        try {
            synchronized (refresher) {
                if (owed) {
                    refresh();
                }
            }
        } catch (RuntimeException e) {
            // The watch told of it when it came first.
            LOG.debug("Values could not be refreshed again: " + e.getClass().getName());
        }
    }

    boolean isOwed() {
        return owed;
    }

    private static void failed(EnvdriftException failure) {
        LOG.warn(OneLine.of(failure) + ": the values stay as they are");
    }

    @Override
    public synchronized void stop() {
        RepeatedTask started = retries;
        retries = null;
        if (started != null) {
            started.close();
        }
        watches.forEach(SourceWatch::close);
        watches.clear();
    }

    @Override
    public synchronized boolean isRunning() {
        return !watches.isEmpty();
    }
}
