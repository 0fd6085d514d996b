package io.envdrift.vaultenv;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.vaultenv.protocol.DeviceSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceStoreTest {
    private static final String PROJECT = "3f2b8c1e-9d4a";

    @TempDir
    Path directory;

    private DeviceStore store;

    @BeforeEach
    void open() {
        store = new DeviceStore(new VaultHome(directory.resolve(".vault")), Map.of());
    }

    @RepeatedTest(20)
    void ofSeveralAtOnceOneIsKeptAndAllGetIt() throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            Callable<DeviceSecret> keep = () -> store.keep(PROJECT, DeviceSecret.generate(new SecureRandom()));
            List<Future<DeviceSecret>> kept =
                    threads.invokeAll(List.of(keep, keep, keep, keep, keep, keep, keep, keep));
            for (Future<DeviceSecret> secret : kept) {
                assertThat(store.inFile(PROJECT)).contains(secret.get());
            }
        }
    }

    @Test
    void anAdoptedSecretLeavesTheFormerOneBesideIt() throws IOException {
        DeviceSecret former = store.keep(PROJECT, DeviceSecret.of("former").orElseThrow());
        DeviceSecret shared = DeviceSecret.of("shared").orElseThrow();
        Path old = store.replace(PROJECT, shared).orElseThrow();
        assertThat(store.find(PROJECT)).contains(shared);
        assertThat(Files.readString(old)).isEqualTo(former.text().reveal() + "\n");
        assertThat(store.replace(PROJECT, shared)).isEmpty();
        assertThat(directory.resolve(".vault")).isDirectoryContaining(file -> file.equals(old));
    }

    @Test
    void anEmptyFileHoldsNoSecretAndIsFilled() throws IOException {
        Files.createDirectories(store.file(PROJECT).getParent());
        Files.writeString(store.file(PROJECT), " \n");
        DeviceSecret secret = DeviceSecret.of("s").orElseThrow();
        assertThat(store.keep(PROJECT, secret)).isEqualTo(secret);
        assertThat(store.inFile(PROJECT)).contains(secret);
    }
}
