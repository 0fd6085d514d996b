package io.envdrift.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.vaultenv.protocol.DeviceState;
import io.envdrift.vaultenv.protocol.DeviceStatus;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.PushSecrets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConcurrencyIT {
    private static final int CLIENTS = 64;
    private static final int PUSHES = Boolean.getBoolean("envdrift.soak") ? 1000 : 20;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void sixtyFourClientsGetConsecutiveVersionsAndNoError(Backend backend) throws Exception {
        try (BlobServer server =
                BlobServer.start(TestServers.settings(backend.fresh(directory)), InstantSource.system())) {
            ApiUser user = ApiUser.withProject(server.address(), InstantSource.system(), false);
            List<Long> versions = inParallel(client -> {
                List<Long> own = new ArrayList<>();
                for (int i = 0; i < PUSHES; i++) {
                    own.add(user.push("production", client + "-" + i).version());
                }
                return own;
            });
            assertThat(versions)
                    .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, (long) CLIENTS * PUSHES)
                            .boxed()
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRequestThatIsSentManyTimesAtOnceIsDoneOnce(Backend backend) throws Exception {
        try (BlobServer server =
                BlobServer.start(TestServers.settings(backend.fresh(directory)), InstantSource.system())) {
            ApiUser user = ApiUser.withProject(server.address(), InstantSource.system(), false);
            String json = new PushSecrets(
                            user.project(), "new", "b", Optional.empty(), Optional.empty(), OptionalLong.empty())
                    .toJson();
            String signature = user.sign(Endpoint.PUSH, json);
            List<Long> versions = inParallel(
                    client -> List.of(user.send(Endpoint.PUSH, json, signature).version()));
            assertThat(versions).hasSize(CLIENTS).containsOnly(1L);
            assertThat(user.ask(Endpoint.CURRENT_VERSION, "new").version()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofManyDevicesThatRegisterAtOnceOneIsTheFirst(Backend backend) throws Exception {
        try (BlobServer server =
                BlobServer.start(TestServers.settings(backend.fresh(directory)), InstantSource.system())) {
            ApiUser user = ApiUser.withProject(server.address(), InstantSource.system(), false);
            List<Long> approved = inParallel(client -> {
                DeviceState state = DeviceState.read(
                        user.on("hash" + client).register("d" + client).json());
                return List.of(state.status() == DeviceStatus.APPROVED ? 1L : 0L);
            });
            assertThat(approved.stream().mapToLong(Long::longValue).sum()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofManyWritersThatExpectTheSameVersionOneWins(Backend backend) throws Exception {
        try (BlobServer server =
                BlobServer.start(TestServers.settings(backend.fresh(directory)), InstantSource.system())) {
            ApiUser user = ApiUser.withProject(server.address(), InstantSource.system(), false);
            List<Long> statuses = inParallel(client -> List.of(
                    (long) user.push("e", "b" + client, OptionalLong.of(0)).status()));
            assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
            assertThat(statuses).filteredOn(status -> status == 409).hasSize(CLIENTS - 1);
        }
    }

    private interface Client {
        List<Long> run(int number) throws Exception;
    }

    private static List<Long> inParallel(Client client) throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(CLIENTS)) {
            List<Callable<List<Long>>> tasks = IntStream.range(0, CLIENTS)
                    .<Callable<List<Long>>>mapToObj(number -> () -> client.run(number))
                    .toList();
            List<Long> all = new ArrayList<>();
            for (Future<List<Long>> future : executor.invokeAll(tasks)) {
                all.addAll(future.get());
            }
            return all;
        }
    }
}
