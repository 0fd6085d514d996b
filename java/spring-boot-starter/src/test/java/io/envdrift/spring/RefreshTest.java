package io.envdrift.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.autoconfigure.ConfigurationPropertiesRebinderAutoConfiguration;
import org.springframework.cloud.autoconfigure.RefreshAutoConfiguration;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.cloud.context.scope.refresh.RefreshScopeRefreshedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.core.NestedExceptionUtils;

/** An application with Spring Cloud's context: what was rotated reaches it while it runs, and what cannot be read does not end it. */
class RefreshTest {
    private static final BlockingQueue<Set<String>> CHANGES = new LinkedBlockingQueue<>();

    @TempDir
    private Path root;

    @Test
    void aRotatedValueReachesTheRunningApplication() throws Exception {
        Scene scene = new Scene(root)
                .encrypted(".env.production", "APP_PASSWORD=s3cret\n")
                .keysFile("DOTENV_PRIVATE_KEY_PRODUCTION", Scene.KEY);
        try (ConfigurableApplicationContext context =
                scene.start(Refreshed.class, "envdrift:.env.production", "--envdrift.refresh.interval=20ms")) {
            App app = context.getBean(App.class);
            assertThat(app.getPassword()).isEqualTo("s3cret");

            Files.delete(root.resolve(".env.production"));
            scene.encrypted("next/.env.production", "APP_PASSWORD=r0tated\n");
            Files.move(
                    root.resolve("next/.env.production"),
                    root.resolve(".env.production"),
                    StandardCopyOption.ATOMIC_MOVE);

            assertThat(CHANGES.poll(60, TimeUnit.SECONDS)).contains("APP_PASSWORD");
            assertThat(context.getEnvironment().getProperty("app.password")).isEqualTo("r0tated");
            assertThat(app.getPassword()).isEqualTo("r0tated");
        }
    }

    /** No watch tells of the same change twice. */
    @Test
    void aRefreshThatFailedIsMadeUpForWhenTheOtherSourceIsBack() throws Exception {
        Scene scene = new Scene(root).write(".env", "APP_PASSWORD=s3cret\n").write("other/.env", "OTHER=1\n");
        try (ConfigurableApplicationContext context =
                scene.start(Refreshed.class, "envdrift:.env,envdrift:other/.env", "--envdrift.refresh.interval=20ms")) {
            EnvdriftRefresh refresh = context.getBean(EnvdriftRefresh.class);
            Files.move(root.resolve("other"), root.resolve("away"));
            scene.write("next", "APP_PASSWORD=r0tated\n");
            Files.move(root.resolve("next"), root.resolve(".env"), StandardCopyOption.ATOMIC_MOVE);
            Instant end = Instant.now().plusSeconds(60);
            while (!refresh.isOwed()) {
                assertThat(Instant.now()).as("a refresh that fails").isBefore(end);
                Thread.onSpinWait();
            }
            Files.move(root.resolve("away"), root.resolve("other"));
            assertThat(CHANGES.poll(60, TimeUnit.SECONDS)).contains("APP_PASSWORD");
            assertThat(context.getBean(App.class).getPassword()).isEqualTo("r0tated");
        }
    }

    /** What was started ends with the application, also where the start itself fails, and where there is nothing to watch. */
    @ParameterizedTest
    @CsvSource({
        "envdrift:.env, 20ms, ''",
        "envdrift:.env, 0s, envdrift.refresh.interval is too short: PT0S",
        "optional:envdrift:.env.none, 20ms, ''",
        "optional:envdrift:.env.none, 0s, envdrift.refresh.interval is too short: PT0S",
        "envdrift:.env, 20ms, a bean that starts last",
        "envdrift:.env, 20ms, a runner"
    })
    void noThreadIsLeft(String location, String interval, String failure) throws InterruptedException {
        Scene scene = new Scene(root).write(".env", "APP_PASSWORD=x\n");
        String setting = "--envdrift.refresh.interval=" + interval;
        Set<Thread> before = threads();
        if (failure.isEmpty()) {
            scene.start(Refreshed.class, location, setting).close();
        } else {
            Class<?> application = switch (failure) {
                case "a bean that starts last" -> FailingLast.class;
                case "a runner" -> FailingRunner.class;
                default -> Refreshed.class;
            };
            assertThatThrownBy(() -> scene.start(application, location, setting))
                    .satisfies(e -> assertThat(NestedExceptionUtils.getMostSpecificCause(e))
                            .hasMessageContaining(failure));
        }
        Set<Thread> left = threads();
        left.removeAll(before);
        for (Thread thread : left) {
            // One that was told to end is on its way.
            assertThat(thread.join(Duration.ofSeconds(30))).as(thread.getName()).isTrue();
        }
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("envdrift-"))
                .collect(Collectors.toCollection(HashSet::new));
    }

    @Test
    void withoutAnIntervalNothingIsWatched() {
        new Scene(root).write(".env", "APP_PASSWORD=x\n");
        try (ConfigurableApplicationContext context = new Scene(root).start(Refreshed.class, "envdrift:.env")) {
            assertThat(context.getBeansOfType(EnvdriftRefresh.class)).isEmpty();
        }
    }

    @ConfigurationProperties("app")
    static class App {
        private String password = "";

        public String getPassword() {
            return password;
        }

        public void setPassword(String password) {
            this.password = password;
        }
    }

    @EnableConfigurationProperties(App.class)
    @ImportAutoConfiguration({
        RefreshAutoConfiguration.class,
        ConfigurationPropertiesRebinderAutoConfiguration.class,
        EnvdriftAutoConfiguration.class,
        EnvdriftRefreshAutoConfiguration.class
    })
    static class Refreshed {
        private volatile Set<String> lastChange = Set.of();

        /** Comes after configuration properties were bound again. */
        @Bean
        ApplicationListener<RefreshScopeRefreshedEvent> refreshed() {
            return event -> CHANGES.add(lastChange);
        }

        @Bean
        ApplicationListener<EnvironmentChangeEvent> changed() {
            return event -> lastChange = event.getKeys();
        }
    }

    /** The watches run when it fails. */
    static class FailingLast extends Refreshed {
        @Bean
        SmartLifecycle last() {
            return new SmartLifecycle() {
                @Override
                public void start() {
                    throw new IllegalStateException("a bean that starts last");
                }

                @Override
                public void stop() {
                    throw new IllegalStateException("it has not started");
                }

                @Override
                public boolean isRunning() {
                    return false;
                }
            };
        }
    }

    /** The application runs when it fails. */
    static class FailingRunner extends Refreshed {
        @Bean
        ApplicationRunner runner() {
            return arguments -> {
                throw new IllegalStateException("a runner");
            };
        }
    }
}
