package io.envdrift.spring;

import io.envdrift.base.EnvdriftException;
import io.envdrift.sources.SourceWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Watches the imported sources, and has Spring Cloud refresh the application when a value changed: beans in the refresh scope and
 * configuration properties are given the new ones. A source that cannot be read meanwhile is a warning; the values stay.
 */
final class EnvdriftRefresh implements SmartLifecycle {
    private static final Log LOG = LogFactory.getLog(EnvdriftRefresh.class);

    private final ConfigurableEnvironment environment;
    private final ContextRefresher refresher;
    private final List<SourceWatch> watches = new ArrayList<>();

    EnvdriftRefresh(ConfigurableEnvironment environment, ContextRefresher refresher) {
        this.environment = environment;
        this.refresher = refresher;
    }

    @Override
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        Duration interval = Binder.get(environment)
                .bind(EnvdriftProperties.INTERVAL, Duration.class)
                .get();
        environment.getPropertySources().stream()
                .filter(EnvdriftPropertySource.class::isInstance)
                .map(EnvdriftPropertySource.class::cast)
                .forEach(source -> watches.add(
                        source.origin().watch(source.values(), interval, next -> refresh(), EnvdriftRefresh::failed)));
    }

    /** One at a time: two sources may change at once. */
    private void refresh() {
        synchronized (refresher) {
            LOG.info("Values changed, properties that got a new one: " + refresher.refresh());
        }
    }

    private static void failed(EnvdriftException failure) {
        LOG.warn(EnvdriftFailureAnalyzer.line(failure) + ": the values stay as they are");
    }

    @Override
    public synchronized void stop() {
        watches.forEach(SourceWatch::close);
        watches.clear();
    }

    @Override
    public synchronized boolean isRunning() {
        return !watches.isEmpty();
    }
}
