package io.envdrift.provider.blobstore;

import io.envdrift.server.BlobServer;
import io.envdrift.server.ServerSettings;
import io.envdrift.server.store.StorageSettings;
import io.envdrift.testkit.TestContext;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.VaultSettings.Origin;
import io.envdrift.vaultenv.VaultProject;
import io.envdrift.vaultenv.VaultServer;
import io.envdrift.vaultenv.protocol.DeviceSecret;
import io.envdrift.vaultenv.protocol.ProjectCreated;
import io.envdrift.vaultenv.protocol.VaultKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** A new project on a real server of ours, with its key and an approved device. One server serves all tests. */
final class TestProject {
    private static final Path NOWHERE = Path.of("no-such-home");
    private static final BlobServer SERVER = start();

    private final VaultServer client = VaultServer.at(SERVER.address(), Map.of(), Duration.ofSeconds(30));
    private final VaultKey key;
    private final DeviceSecret device = DeviceSecret.generate(new SecureRandom());

    private TestProject(boolean strict) {
        ProjectCreated created = client.createProject("test", strict, Optional.empty());
        key = VaultKey.generate(created.projectId(), new SecureRandom());
        client.setKey(key, created.setupToken());
        client.project(key, Optional.of(device)).register("test");
    }

    static TestProject strict() {
        return new TestProject(true);
    }

    static URI address() {
        return SERVER.address();
    }

    String key() {
        return key.text().reveal();
    }

    String id() {
        return key.projectId();
    }

    String device() {
        return device.text().reveal();
    }

    /** Returns the project as its client sees it, past the provider. */
    VaultProject client() {
        return client.project(key, Optional.of(device));
    }

    /** The same, as seen from another device. */
    VaultProject client(String deviceSecret) {
        return client.project(key, DeviceSecret.of(deviceSecret));
    }

    Map<String, String> environment() {
        return Map.of("VAULT_KEY", key(), "VAULT_DEVICE_SECRET", device());
    }

    Vault open() {
        return open(environment(), NOWHERE);
    }

    static Vault open(Map<String, String> environment, Path home, String... settings) {
        VaultContext context = TestContext.of(environment, home);
        return new BlobstoreVaultProvider().open(settings(address(), Origin.FLAG, settings), context);
    }

    /** Settings from pairs of keys and values. */
    static VaultSettings settings(URI address, Origin origin, String... more) {
        return TestContext.settings("blobstore", address, origin, more);
    }

    private static BlobServer start() {
        try {
            Path data = Files.createTempDirectory(Files.createDirectories(Path.of("target", "test-servers")), "data");
            return BlobServer.start(
                    ServerSettings.loopback(StorageSettings.sqlite(data.resolve("server")))
                            .build(),
                    InstantSource.system());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
