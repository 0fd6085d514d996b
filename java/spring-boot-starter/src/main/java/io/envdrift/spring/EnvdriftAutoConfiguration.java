package io.envdrift.spring;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

/** Hides values of env files in Actuator's endpoints, also where {@code show-values} shows other values. */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
public class EnvdriftAutoConfiguration {
    /** Creates the configuration. */
    public EnvdriftAutoConfiguration() {}

    /**
     * Returns the function that hides every value of an {@link EnvdriftPropertySource}, also where a placeholder copied
     * it elsewhere.
     */
    @Bean
    static SanitizingFunction envdriftSanitizingFunction(ConfigurableEnvironment environment) {
        return new SourceSanitizer(environment);
    }
}
