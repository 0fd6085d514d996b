package io.envdrift.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.vaultenv.DeviceStore;
import io.envdrift.vaultenv.LocalEnv;
import io.envdrift.vaultenv.VaultEnv;
import io.envdrift.vaultenv.VaultEnvException;
import io.envdrift.vaultenv.VaultEnvLoader;
import io.envdrift.vaultenv.VaultHome;
import io.envdrift.vaultenv.VaultKeys;
import io.envdrift.vaultenv.VaultProject;
import io.envdrift.vaultenv.VaultServer;
import io.envdrift.vaultenv.project.EnrollDevice;
import io.envdrift.vaultenv.project.EnvFileWriter;
import io.envdrift.vaultenv.project.InitProject;
import io.envdrift.vaultenv.project.RotateProjectKey;
import io.envdrift.vaultenv.project.StoreSecrets;
import io.envdrift.vaultenv.protocol.DeviceSecret;
import io.envdrift.vaultenv.protocol.DeviceStatus;
import io.envdrift.vaultenv.protocol.VaultKey;
import io.envdrift.vaultenv.protocol.VersionList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our client against our server, over real sockets, as the guide tells it. */
abstract class ClientServerContract {
    private static final Map<String, String> SECRETS = Map.of("DB", "postgres://x", "PEM", "-----\nline \"2\"\n$A\\n");

    private final Backend backend;

    @TempDir
    Path directory;

    private BlobServer server;

    ClientServerContract(Backend backend) {
        this.backend = backend;
    }

    @BeforeEach
    void start() {
        server = BlobServer.start(TestServers.settings(backend.fresh(directory)), InstantSource.system());
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** A machine with a home directory and a project directory of its own. */
    private final class Machine implements AutoCloseable {
        private final Path project;
        private final VaultHome home;
        private final DeviceStore devices;
        private final VaultServer api = VaultServer.at(server.address(), Map.of(), Duration.ofSeconds(20));

        Machine(String name) throws IOException {
            project = Files.createDirectories(directory.resolve(name).resolve("project"));
            home = new VaultHome(directory.resolve(name).resolve("home/.vault"));
            devices = new DeviceStore(home, Map.of());
        }

        InitProject.Made init() {
            return new InitProject(api, devices)
                    .run(new InitProject.Wish("my-app", true, Optional.empty(), "laptop", env()));
        }

        Path env() {
            return project.resolve(".env");
        }

        VaultKey key() {
            return new VaultKeys(home).find(Optional.empty(), Map.of(), env());
        }

        void takeKeyFrom(Machine other) throws IOException {
            Files.writeString(env(), "VAULT_KEY=" + other.key().text().reveal() + "\n");
        }

        void keep(VaultKey key) {
            EnvFileWriter.putKey(env(), key);
        }

        VaultProject vault() {
            return api.project(key(), devices.find(key().projectId()));
        }

        StoreSecrets store() {
            return new StoreSecrets(vault(), false);
        }

        EnrollDevice enroll() {
            return new EnrollDevice(api, devices);
        }

        VaultEnvLoader loader() {
            return VaultEnv.builder()
                    .path(env())
                    .environment("production")
                    .vaultUrl(server.address())
                    .processEnvironment(Map.of())
                    .home(home)
                    .timeout(Duration.ofSeconds(20));
        }

        @Override
        public void close() {
            api.close();
        }
    }

    @Test
    void theQuickStart() throws IOException {
        try (Machine laptop = new Machine("laptop")) {
            Files.writeString(laptop.env(), "# mine\nDB=local");
            InitProject.Made made = laptop.init();
            assertThat(made.device().status()).isEqualTo(DeviceStatus.APPROVED);
            assertThat(made.ignored()).containsExactly(".env", ".vault-cache");
            assertThat(Files.readString(laptop.env()))
                    .matches("# mine\nDB=local\nVAULT_KEY=vk_" + made.projectId() + "_[0-9a-f]{64}\n");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(laptop.env())))
                    .isEqualTo("rw-------");
            assertThat(laptop.project.resolve(".gitignore")).hasContent(".env\n.vault-cache");
            assertThatThrownBy(laptop::init).hasMessageStartingWith("VAULT_KEY already exists in");

            StoreSecrets.Stored stored = laptop.store()
                    .push("production", LocalEnv.read(laptop.env()).values());
            assertThat(stored.version()).isEqualTo(1);
            assertThat(stored.changes().added()).containsExactly("DB");
            assertThat(laptop.loader().load().vaultValues()).containsExactly(Map.entry("DB", "local"));
        }
    }

    @Test
    void twoMachinesShareOneDeviceSecret() throws IOException {
        try (Machine laptop = new Machine("laptop");
                Machine other = new Machine("server")) {
            laptop.init();
            laptop.store().push("production", SECRETS);

            other.takeKeyFrom(laptop);
            EnrollDevice.Enrolled enrolled = other.enroll().reuse(other.key(), "server");
            assertThat(enrolled.state().status()).isEqualTo(DeviceStatus.PENDING);
            assertThatThrownBy(() -> other.loader().load()).hasMessageStartingWith("Device not yet approved");
            assertThatThrownBy(() -> other.vault().approve(enrolled.state().deviceId()))
                    .as("the key alone cannot approve itself")
                    .isInstanceOfSatisfying(
                            VaultEnvException.class, e -> assertThat(e.status()).hasValue(403));
            laptop.vault().approve(enrolled.state().deviceId());

            assertThatThrownBy(() -> other.loader().load())
                    .isInstanceOfSatisfying(
                            EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FOREIGN_BLOB));
            assertThatThrownBy(() -> other.store().set("production", Map.of("X", "1")))
                    .hasMessage("The secrets of 'production' were encrypted by another device");

            Secret shared =
                    laptop.devices.find(laptop.key().projectId()).orElseThrow().text();
            String own = Files.readString(other.devices.file(other.key().projectId()));
            EnrollDevice.Enrolled adopted = other.enroll().adopt(other.key(), "server", shared);
            assertThat(adopted.state().status())
                    .as("the same secret is the same device")
                    .isEqualTo(DeviceStatus.APPROVED);
            assertThat(adopted.former())
                    .as("what the machine had is not lost")
                    .hasValueSatisfying(file -> assertThat(file).hasContent(own));
            assertThat(other.loader().load().vaultValues()).isEqualTo(SECRETS);
        }
    }

    @Test
    void aRevokedMachineGets403AndNothingFromItsCache() throws IOException {
        try (Machine laptop = new Machine("laptop");
                Machine other = new Machine("server")) {
            laptop.init();
            other.takeKeyFrom(laptop);
            String id = other.enroll().reuse(other.key(), "server").state().deviceId();
            laptop.vault().approve(id);
            StoreSecrets.Stored replaced = push(laptop, other);
            assertThat(replaced.unreadVersion())
                    .as("push replaces what another device wrote, and says so")
                    .hasValue(1);
            other.loader().load();
            laptop.vault().revoke(id);
            assertThatThrownBy(() -> other.loader().load())
                    .hasMessage("Device not registered. Run: vault-env register-device");
        }
    }

    private static StoreSecrets.Stored push(Machine first, Machine second) {
        first.store().push("production", SECRETS);
        return second.store().push("production", SECRETS);
    }

    @Test
    void anotherDeviceGetsASecretOfItsOwnThatIsShownOnce() throws IOException {
        try (Machine laptop = new Machine("laptop")) {
            laptop.init();
            EnrollDevice.Enrolled enrolled = laptop.enroll().another(laptop.key(), "production-server");
            laptop.vault().approve(enrolled.state().deviceId());
            Secret secret = enrolled.secret().orElseThrow();
            assertThat(laptop.devices
                            .find(laptop.key().projectId())
                            .orElseThrow()
                            .text())
                    .isNotEqualTo(secret);
            VaultProject asServer = laptop.api.project(laptop.key(), DeviceSecret.of(secret.reveal()));
            new StoreSecrets(asServer, false).push("production", SECRETS);
            assertThat(laptop.loader()
                            .processEnvironment(Map.of("VAULT_DEVICE_SECRET", secret.reveal()))
                            .load()
                            .vaultValues())
                    .isEqualTo(SECRETS);
        }
    }

    @Test
    void setAndDeleteChangeOneNameAndTellWhatChanged() throws IOException {
        try (Machine laptop = new Machine("laptop")) {
            laptop.init();
            StoreSecrets store = laptop.store();
            assertThat(store.set("staging", Map.of("A", "1")).version()).isEqualTo(1);
            store.set("staging", Map.of("B", "2"));
            store.set("staging", Map.of("A", "3"));
            assertThat(store.delete("staging", Set.of("B")).changes().removed()).containsExactly("B");
            assertThatThrownBy(() -> store.delete("staging", Set.of("B"))).hasMessage("There is no B in 'staging'");
            assertThat(laptop.vault().pull("staging").values()).isEqualTo(Map.of("A", "3"));
            assertThat(laptop.vault().versions("staging").versions())
                    .extracting(VersionList.Entry::changedNames)
                    .containsExactly(List.of("-B"), List.of("~A"), List.of("+B"), List.of("+A"));
            new StoreSecrets(laptop.vault(), true).set("staging", Map.of("HIDDEN", "1"));
            assertThat(laptop.vault().versions("staging").versions().getFirst().changedKeys())
                    .isEmpty();
        }
    }

    @Test
    void aConflictIsReportedAndNothingIsLost() throws IOException {
        try (Machine laptop = new Machine("laptop")) {
            laptop.init();
            laptop.store().push("staging", Map.of("A", "1"));
            assertThatThrownBy(() ->
                            laptop.vault().push("staging", Map.of("A", "2"), Optional.empty(), OptionalLong.of(0)))
                    .isInstanceOfSatisfying(
                            EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WRITE_CONFLICT));
            assertThat(laptop.vault().pull("staging").values()).isEqualTo(Map.of("A", "1"));
        }
    }

    @Test
    void whatIsWrittenToAFileIsReadBackTheSame() throws IOException {
        try (Machine laptop = new Machine("laptop")) {
            laptop.init();
            laptop.store().push("production", SECRETS);
            Path file = laptop.project.resolve("out.env");
            EnvFileWriter.write(file, laptop.vault().pull("production").values());
            assertThat(LocalEnv.read(file).values()).isEqualTo(SECRETS);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aServerThatStopsLeavesTheApplicationRunningOnItsCache() throws IOException {
        try (Machine laptop = new Machine("laptop")) {
            laptop.init();
            laptop.store().push("production", SECRETS);
            laptop.loader().load();
            VaultEnvLoader loader =
                    laptop.loader().timeout(Duration.ofMillis(500)).warnings(text -> {});
            server.close();
            VaultEnv env = loader.load();
            assertThat(env.origin()).isEqualTo(VaultEnv.Origin.CACHE);
            assertThat(env.vaultValues()).isEqualTo(SECRETS);
        }
    }

    @Test
    void aProjectGetsANewKeyAndKeepsEveryEnvironment() throws IOException {
        try (Machine laptop = new Machine("laptop")) {
            laptop.init();
            VaultKey old = laptop.key();
            laptop.store().push("production", SECRETS);
            laptop.store().push("custom/branch", Map.of("C", "1"));
            RotateProjectKey rotate = new RotateProjectKey(laptop.api, laptop.devices, laptop.home);
            RotateProjectKey.Rotated rotated = rotate.run(
                    new RotateProjectKey.Wish(old, "my-app", true, Set.of(), Optional.empty(), "laptop", laptop::keep));
            assertThat(rotated.environments()).containsExactlyInAnyOrder("production", "custom/branch");
            assertThat(rotated.complete()).isTrue();
            assertThat(laptop.key()).isNotEqualTo(old);
            assertThat(laptop.key().projectId()).isEqualTo(rotated.projectId());
            assertThat(laptop.vault().pull("production").values()).isEqualTo(SECRETS);
            assertThat(laptop.vault().pull("custom/branch").values()).isEqualTo(Map.of("C", "1"));
            assertThat(directory.resolve("laptop/home/.vault/rotations/" + old.projectId()))
                    .doesNotExist();
        }
    }

    @Test
    void aRotationThatWasCutShortGoesOnWithTheSameNewProject() throws IOException {
        try (Machine laptop = new Machine("laptop")) {
            laptop.init();
            VaultKey old = laptop.key();
            Map<String, String> many = new LinkedHashMap<>(SECRETS);
            laptop.store().push("production", many);
            RotateProjectKey rotate = new RotateProjectKey(laptop.api, laptop.devices, laptop.home);
            Path blocked = directory.resolve("no/such/directory/.env");
            RotateProjectKey.Wish failing = new RotateProjectKey.Wish(
                    old,
                    "my-app",
                    true,
                    Set.of(),
                    Optional.empty(),
                    "laptop",
                    key -> EnvFileWriter.putKey(blocked, key));
            assertThatThrownBy(() -> rotate.run(failing)).isInstanceOf(EnvdriftException.class);
            Path journal = directory.resolve("laptop/home/.vault/rotations/" + old.projectId());
            VaultKey begun = VaultKeys.parse(Files.readString(journal).strip());
            RotateProjectKey.Rotated rotated = rotate.run(
                    new RotateProjectKey.Wish(old, "my-app", true, Set.of(), Optional.empty(), "laptop", laptop::keep));
            assertThat(laptop.key()).isEqualTo(begun);
            assertThat(rotated.projectId()).isEqualTo(begun.projectId());
            assertThat(laptop.vault().currentVersion("production").version())
                    .as("nothing was pushed twice")
                    .isEqualTo(1);
        }
    }
}
