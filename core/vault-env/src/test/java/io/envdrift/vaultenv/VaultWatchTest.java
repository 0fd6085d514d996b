package io.envdrift.vaultenv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.vaultenv.protocol.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class VaultWatchTest {
    private static final Duration INTERVAL = Duration.ofMillis(10);

    private record Change(Set<String> names, VaultEnv env) {}

    @TempDir
    Path directory;

    private final BlockingQueue<Change> changes = new LinkedBlockingQueue<>();
    private final BlockingQueue<EnvdriftException> errors = new LinkedBlockingQueue<>();
    private UpstreamStub server;

    @BeforeEach
    void start() throws IOException {
        server = new UpstreamStub();
        server.store("development", UpstreamStub.LAPTOP, "{\"A\":\"1\",\"B\":\"1\"}");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private VaultEnv load() {
        return server.loader(
                        directory,
                        "VAULT_KEY",
                        UpstreamStub.KEY.text().reveal(),
                        "VAULT_DEVICE_SECRET",
                        UpstreamStub.LAPTOP.text().reveal())
                .load();
    }

    private VaultWatch watch(VaultEnv env) {
        return env.watch(INTERVAL, (names, next) -> changes.add(new Change(names, next)), errors::add);
    }

    @Test
    void tellsChangedNewAndRemovedNamesAndAllValues() throws InterruptedException {
        try (VaultWatch watch = watch(load())) {
            assertThat(watch).isNotNull();
            server.store("development", UpstreamStub.LAPTOP, "{\"A\":\"2\",\"C\":\"3\"}");
            Change change = changes.poll(60, TimeUnit.SECONDS);
            assertThat(change.names()).containsExactlyInAnyOrder("A", "B", "C");
            assertThat(change.env().values())
                    .containsEntry("A", "2")
                    .containsEntry("C", "3")
                    .hasSize(2);
            assertThat(change.env().version()).hasValue(2);
        }
    }

    @Test
    void aChangeBetweenLoadingAndWatchingIsNotMissed() throws InterruptedException {
        VaultEnv env = load();
        server.store("development", UpstreamStub.LAPTOP, "{\"A\":\"2\",\"B\":\"1\"}");
        try (VaultWatch watch = watch(env)) {
            assertThat(watch).isNotNull();
            assertThat(changes.poll(60, TimeUnit.SECONDS).names()).containsExactly("A");
        }
    }

    @Test
    void aNewVersionWithTheSameValuesIsNoChange() throws InterruptedException {
        try (VaultWatch watch = watch(load())) {
            assertThat(watch).isNotNull();
            server.store("development", UpstreamStub.LAPTOP, "{\"B\":\"1\",\"A\":\"1\"}");
            server.store("development", UpstreamStub.LAPTOP, "{\"A\":\"9\",\"B\":\"1\"}");
            assertThat(changes.poll(60, TimeUnit.SECONDS).names()).containsExactly("A");
        }
    }

    @Test
    void asksForTheVersionOnlyWhileNothingChanges() throws InterruptedException {
        try (VaultWatch watch = watch(load())) {
            assertThat(watch).isNotNull();
            awaitRequests(6);
            assertThat(server.paths().subList(1, 6)).containsOnly(Endpoint.CURRENT_VERSION.path());
            assertThat(changes).isEmpty();
        }
    }

    @Test
    void goesOnAfterErrorsOfTheServerAndOfTheCallback() throws InterruptedException {
        try (VaultWatch watch = load().watch(
                        INTERVAL,
                        (names, next) -> {
                            changes.add(new Change(names, next));
                            throw new IllegalStateException("callback");
                        },
                        errors::add)) {
            assertThat(watch).isNotNull();
            server.disturb(exchange -> exchange.answer(UpstreamStub.error(401, "Unauthorized")));
            assertThat(errors.poll(60, TimeUnit.SECONDS).code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
            server.store("development", UpstreamStub.LAPTOP, "{\"A\":\"2\"}");
            server.calm();
            assertThat(changes.poll(60, TimeUnit.SECONDS)).isNotNull();
            server.store("development", UpstreamStub.LAPTOP, "{\"A\":\"3\"}");
            assertThat(changes.poll(60, TimeUnit.SECONDS)).isNotNull();
            assertThat(errors).anyMatch(error -> error.getMessage().contains("callback"));
        }
    }

    @Test
    void goesOnAfterAnErrorCallbackThatFailsAndAfterAnError() throws InterruptedException {
        try (VaultWatch watch = load().watch(
                        INTERVAL,
                        (names, next) -> {
                            changes.add(new Change(names, next));
                            throw new AssertionError("not even an exception");
                        },
                        error -> {
                            errors.add(error);
                            throw new IllegalStateException("error callback");
                        })) {
            assertThat(watch).isNotNull();
            server.disturb(exchange -> exchange.answer(UpstreamStub.error(401, "Unauthorized")));
            assertThat(errors.poll(60, TimeUnit.SECONDS)).isNotNull();
            assertThat(errors.poll(60, TimeUnit.SECONDS)).isNotNull();
            server.store("development", UpstreamStub.LAPTOP, "{\"A\":\"2\"}");
            server.calm();
            assertThat(changes.poll(60, TimeUnit.SECONDS)).isNotNull();
            server.store("development", UpstreamStub.LAPTOP, "{\"A\":\"3\"}");
            assertThat(changes.poll(60, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void anIntervalOfNothingIsRefusedAndAnEndlessOneIsNot() {
        VaultEnv env = load();
        for (Duration none : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofNanos(1))) {
            assertThatThrownBy(() -> env.watch(none, (names, next) -> {}, errors::add))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        try (VaultWatch watch = env.watch(ChronoUnit.FOREVER.getDuration(), (names, next) -> {}, errors::add)) {
            awaitRequests(2);
            assertThat(watch).isNotNull();
        }
    }

    @Test
    void unwatchEndsItAndMayBeCalledTwice() throws InterruptedException {
        VaultWatch watch = watch(load());
        awaitRequests(3);
        watch.unwatch();
        watch.unwatch();
        int asked = server.requests().size();
        server.store("development", UpstreamStub.LAPTOP, "{\"A\":\"2\"}");
        assertThat(changes.poll(100, TimeUnit.MILLISECONDS)).isNull();
        assertThat(server.requests().size()).isLessThanOrEqualTo(asked + 1);
        assertThat(errors).isEmpty();
    }

    @Test
    void itDoesNotKeepTheApplicationAlive() throws InterruptedException {
        try (VaultWatch watch = watch(load())) {
            assertThat(watch).isNotNull();
            awaitRequests(2);
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().equals("vault-env-watch"))
                    .isNotEmpty()
                    .allMatch(Thread::isDaemon);
        }
    }

    @Test
    void withoutAKeyThereIsNothingToWatchAndThatIsSaidOnce() {
        List<String> warnings = new ArrayList<>();
        VaultEnv env = server.loader(directory).warnings(warnings::add).load();
        try (VaultWatch watch = watch(env)) {
            watch.unwatch();
            assertThat(warnings).containsExactly("There is no VAULT_KEY, so there is nothing to watch");
            assertThat(errors).isEmpty();
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aKeyThatCannotBeUsedIsToldToTheErrorCallbackAndEndsNoApplication() throws IOException {
        VaultEnv env = server.loader(directory).load();
        Files.writeString(directory.resolve(".env"), "VAULT_KEY=junk\n");
        try (VaultWatch watch = watch(env)) {
            assertThat(watch).isNotNull();
            assertThat(errors)
                    .singleElement()
                    .extracting(EnvdriftException::code)
                    .isEqualTo(ErrorCode.VAULT_KEY);
        }
    }

    /** With the key in .env, so that .env is read. */
    private VaultEnvLoader fileLoader(String lines, String... environment) throws IOException {
        Files.writeString(
                directory.resolve(".env"),
                "VAULT_KEY=" + UpstreamStub.KEY.text().reveal() + "\n" + lines);
        String[] all = Stream.concat(
                        Stream.of(environment),
                        Stream.of(
                                "VAULT_DEVICE_SECRET",
                                UpstreamStub.LAPTOP.text().reveal()))
                .toArray(String[]::new);
        return server.loader(directory, all);
    }

    @Test
    void aChangeCountsBeforeTheEnvFile() throws IOException, InterruptedException {
        List<String> warnings = new ArrayList<>();
        VaultEnv env = fileLoader("A=1\nB=local\n").warnings(warnings::add).load();
        assertThat(env.values()).containsEntry("A", "1").containsEntry("B", "local");
        assertThat(warnings)
                .containsExactly(".env hides what the vault has for B: remove the lines, or load with override");
        try (VaultWatch watch = watch(env)) {
            assertThat(watch).isNotNull();
            server.store("development", UpstreamStub.LAPTOP, "{\"A\":\"rotated\",\"B\":\"1\"}");
            Change change = changes.poll(60, TimeUnit.SECONDS);
            assertThat(change.names()).containsExactly("A");
            assertThat(change.env().values()).containsEntry("A", "rotated").containsEntry("B", "local");
            server.store("development", UpstreamStub.LAPTOP, "{\"A\":\"again\",\"B\":\"2\"}");
            change = changes.poll(60, TimeUnit.SECONDS);
            assertThat(change.names()).containsExactlyInAnyOrder("A", "B");
            assertThat(change.env().values()).containsEntry("A", "again").containsEntry("B", "2");
        }
    }

    @Test
    void theProcessEnvironmentCountsBeforeAChangeAndThatIsSaid() throws IOException, InterruptedException {
        BlockingQueue<String> warnings = new LinkedBlockingQueue<>();
        VaultEnv env = fileLoader("", "A", "process").warnings(warnings::add).load();
        try (VaultWatch watch = watch(env)) {
            assertThat(watch).isNotNull();
            server.store("development", UpstreamStub.LAPTOP, "{\"A\":\"2\",\"B\":\"1\"}");
            assertThat(warnings.poll(60, TimeUnit.SECONDS))
                    .isEqualTo("The process environment hides what changed in the vault for A");
            server.store("development", UpstreamStub.LAPTOP, "{\"A\":\"3\",\"B\":\"2\"}");
            Change change = changes.poll(60, TimeUnit.SECONDS);
            assertThat(change.names()).containsExactly("B");
            assertThat(change.env().get("A")).hasValue("process");
            assertThat(warnings).isEmpty();
        }
    }

    @Test
    void aNameThatVanishedIsReportedAndLeavesTheSystemProperties() throws IOException, InterruptedException {
        server.store("development", UpstreamStub.LAPTOP, "{\"watch.test.a\":\"1\",\"watch.test.b\":\"1\"}");
        VaultEnv env = fileLoader("watch.test.a=old\n").load();
        env.toSystemProperties();
        assertThat(System.getProperty("watch.test.a")).isEqualTo("old");
        try (VaultWatch watch = watch(env)) {
            assertThat(watch).isNotNull();
            server.store("development", UpstreamStub.LAPTOP, "{\"watch.test.b\":\"2\"}");
            Change change = changes.poll(60, TimeUnit.SECONDS);
            assertThat(change.names()).containsExactlyInAnyOrder("watch.test.a", "watch.test.b");
            assertThat(change.env().values()).containsOnlyKeys("watch.test.b");
            assertThat(System.getProperty("watch.test.a")).isNull();
            change.env().toSystemProperties();
            assertThat(System.getProperty("watch.test.b")).isEqualTo("2");
        } finally {
            System.clearProperty("watch.test.a");
            System.clearProperty("watch.test.b");
        }
    }

    private void awaitRequests(int count) {
        while (server.requests().size() < count) {
            Thread.onSpinWait();
        }
    }
}
