package io.envdrift.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

/** Refreshes a running application that has Spring Cloud's context when values change, where an interval is set. */
@AutoConfiguration(afterName = "org.springframework.cloud.autoconfigure.RefreshAutoConfiguration")
@ConditionalOnClass(ContextRefresher.class)
@ConditionalOnBean(ContextRefresher.class)
@ConditionalOnProperty(EnvdriftProperties.INTERVAL)
public class EnvdriftRefreshAutoConfiguration {
    /** Creates the configuration. */
    public EnvdriftRefreshAutoConfiguration() {}

    /** Returns what watches the sources while the application runs. */
    @Bean
    EnvdriftRefresh envdriftRefresh(ConfigurableEnvironment environment, ContextRefresher refresher) {
        return new EnvdriftRefresh(environment, refresher);
    }
}
