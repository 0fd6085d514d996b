package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.junit.EnvdriftExtension;
import io.envdrift.junit.EnvdriftProject;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;

/** A value that is rotated reaches the application while it runs: Spring Cloud's context is there, and an interval is set. */
@ExtendWith(EnvdriftExtension.class)
class ReloadTest {
    @Test
    void aRotatedValueReachesTheRunningApplication(EnvdriftProject project) {
        project.encrypted(".env.production", "GREETING=before\n");
        try (var context = SpringApplication.run(
                App.class,
                "--spring.config.import=envdrift:" + project.directory().resolve(".env.production"),
                "--envdrift.refresh.interval=50ms")) {
            assertThat(context.getBean(App.Greeting.class).text()).isEqualTo("before");

            project.encrypted(".env.production", "GREETING=after\n");

            Instant end = Instant.now().plusSeconds(60);
            while (!context.getBean(App.Greeting.class).text().equals("after")) {
                assertThat(Instant.now()).as("the rotated value").isBefore(end);
                Thread.onSpinWait();
            }
        }
    }
}
