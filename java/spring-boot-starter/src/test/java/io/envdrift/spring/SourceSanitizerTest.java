package io.envdrift.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class SourceSanitizerTest {
    @Test
    void showsNothingOfTheEnvironment() {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("c4n4ry", Map.of()) {
            @Override
            public String toString() {
                return getName();
            }
        });

        assertThat(environment).asString().contains("c4n4ry");
        assertThat(new SourceSanitizer(environment)).asString().doesNotContain("c4n4ry");
    }
}
