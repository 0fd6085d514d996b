package io.envdrift.spring;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

/** Keeps values of env files out of Actuator's endpoints, also where {@code show-values} lets the others be seen. */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
public class EnvdriftAutoConfiguration {
    /** Creates the configuration. */
    public EnvdriftAutoConfiguration() {}

    /** Returns what hides every value of an {@link EnvdriftPropertySource}, also where a placeholder brought it elsewhere. */
    @Bean
    static SanitizingFunction envdriftSanitizingFunction(ConfigurableEnvironment environment) {
        return new SourceSanitizer(environment);
    }
}
