package io.envdrift.provider.blobstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.testkit.TestContext;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultRead;
import io.envdrift.vault.VaultSecret;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.WriteCondition;
import io.envdrift.vault.WriteConflictException;
import io.envdrift.vaultenv.VaultHome;
import io.envdrift.vaultenv.VaultKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is this vault's own: whose key, which environment, and versions that belong to the environment. */
class BlobstoreVaultTest {
    @TempDir
    private Path home;

    private final TestProject project = TestProject.strict();
    private final Vault vault = project.open();

    @AfterEach
    void close() {
        vault.close();
    }

    @Test
    void anotherSecretsWriteIsNoChangeOfThisOne() {
        put("app-key", "one");
        VaultSecret read = vault.get("app-key");
        put("other-key", "x");
        put("third-key", "y");

        vault.put("app-key", Secret.of("two"), WriteCondition.unchangedSince(Optional.of(read)));

        assertThat(vault.get("app-key").value()).isEqualTo(Secret.of("two"));
        assertThat(vault.get("other-key").value()).isEqualTo(Secret.of("x"));
        assertThatThrownBy(() ->
                        vault.put("app-key", Secret.of("three"), WriteCondition.unchangedSince(Optional.of(read))))
                .isInstanceOf(WriteConflictException.class);
    }

    @Test
    void theSecretsAreOrdinaryNamesOfTheEnvironment() {
        put("app-key", "one");

        assertThat(project.client().pull("envdrift").values()).containsExactly(Map.entry("app-key", "one"));
        assertThat(project.client().versions("envdrift").versions().getFirst().changedNames())
                .containsExactly("+app-key");
        try (Vault staging = TestProject.open(project.environment(), home, "environment", "staging")) {
            assertThat(staging.list("")).isEmpty();
        }
    }

    @Test
    void whatAnotherDeviceEncryptedIsNeitherReadNorReplaced() {
        var unused =
                project.client().push("envdrift", Map.of("app-key", "one"), Optional.empty(), OptionalLong.empty());
        String own = "a-secret-of-its-own";
        Map<String, String> environment = Map.of("VAULT_KEY", project.key(), "VAULT_DEVICE_SECRET", own);
        var approved =
                project.client().approve(project.client(own).register("second").deviceId());

        try (Vault foreign = TestProject.open(environment, home)) {
            assertThatThrownBy(() -> foreign.get("app-key"))
                    .hasMessageContaining("'app-key'")
                    .hasMessageContaining("encrypted by another device")
                    .isInstanceOfSatisfying(
                            VaultException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FOREIGN_BLOB));
            assertThatThrownBy(() -> foreign.put("app-key", Secret.of("two"), WriteCondition.always()))
                    .hasMessageContaining("encrypted by another device");
        }
        assertThat(project.client().currentVersion("envdrift").version()).isEqualTo(1);
    }

    @Test
    void aSavedKeyIsFoundUnderTheProjectsName() throws IOException {
        new VaultKeys(new VaultHome(home.resolve(".vault"))).save("team", Secret.of(project.key()));
        put("app-key", "one");
        Map<String, String> device = Map.of("VAULT_DEVICE_SECRET", project.device());
        try (Vault named = TestProject.open(device, home, "project", "team")) {
            assertThat(named.get("app-key").value()).isEqualTo(Secret.of("one"));
        }
        try (Vault byId = TestProject.open(project.environment(), home, "project", project.id())) {
            assertThat(byId.get("app-key").value()).isEqualTo(Secret.of("one"));
        }
        try (Vault wrong = TestProject.open(project.environment(), home, "project", "another")) {
            assertThatThrownBy(() -> wrong.get("app-key"))
                    .hasMessageContaining("VAULT_KEY is the key of another project than 'another'");
        }
    }

    @Test
    void allSecretsAreReadWithOneRequest() throws IOException {
        try (BlobstoreService service = new BlobstoreService(Optional.empty())) {
            service.store("a", "1");
            service.store("b", "2");
            VaultContext context = TestContext.of(service.project().environment(), home);
            VaultSettings settings = TestProject.settings(service.server().uri(""), VaultSettings.Origin.FLAG);
            try (Vault several = new BlobstoreVaultProvider().open(settings, context)) {
                Map<String, VaultRead> reads = several.getMany(List.of("a", "b", "c"));
                assertThat(reads).hasSize(3);
                assertThat(service.server().requests()).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere", "ftp://x", "https://", "https://user:c4n4ry@x", "https://x?q", "https://x y"})
    void anAddressThatIsNoneIsRefusedWithoutBeingShown(String address) {
        VaultContext context = TestContext.of(Map.of(), home);
        VaultSettings settings = TestContext.settings("blobstore", Map.of("url", address), VaultSettings.Origin.FLAG);
        assertThatThrownBy(() -> new BlobstoreVaultProvider().open(settings, context))
                .isInstanceOfSatisfying(VaultException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.VAULT_SETTINGS);
                    assertThat(e.getMessage()).doesNotContain("c4n4ry");
                });
    }

    @Test
    void theAddressMayComeFromTheEnvironment() {
        VaultContext context =
                TestContext.of(Map.of("VAULT_URL", TestProject.address().toString()), home);
        try (Vault opened = new BlobstoreVaultProvider().open(new VaultSettings("blobstore", Map.of()), context)) {
            assertThat(opened.label()).contains(TestProject.address().toString());
        }
        VaultContext nothing = TestContext.of(Map.of(), home);
        assertThatThrownBy(() -> new BlobstoreVaultProvider().open(new VaultSettings("blobstore", Map.of()), nothing))
                .hasMessageContaining("VAULT_URL");
    }

    private void put(String name, String value) {
        var unused = vault.put(name, Secret.of(value), WriteCondition.always());
    }
}
