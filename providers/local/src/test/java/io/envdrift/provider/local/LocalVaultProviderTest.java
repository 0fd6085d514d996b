package io.envdrift.provider.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileOperations;
import io.envdrift.testkit.TestContext;
import io.envdrift.vault.SettingKey;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.VaultSettings.Origin;
import io.envdrift.vault.WriteCondition;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalVaultProviderTest {
    @TempDir
    Path folder;

    private VaultSettings settings() {
        return TestContext.settings(
                "local", Map.of("path", folder.resolve("team.vault").toString()), Origin.REPOSITORY);
    }

    private void makeVault(String passphrase) {
        LocalVault.create(
                        folder.resolve("team.vault"),
                        LocalKey.passphrase(Secret.of(passphrase), 1000),
                        new AtomicFile(FileOperations.system()))
                .put("app-key", Secret.of("value"), WriteCondition.always());
    }

    @Test
    void isFoundByItsName() {
        assertThat(ServiceLoader.load(VaultProvider.class))
                .singleElement()
                .satisfies(provider -> assertThat(provider.name()).isEqualTo("local"));
    }

    @Test
    void takesPathsRelativeToTheConfiguration() {
        assertThat(new LocalVaultProvider().settingKeys()).allMatch(key -> key.type() == SettingKey.Type.PATH);
    }

    @Test
    void aMissingPathIsSaidSo() {
        assertThatThrownBy(() -> new LocalVaultProvider()
                        .open(new VaultSettings("local", Map.of()), TestContext.of(Map.of(), folder)))
                .isInstanceOfSatisfying(VaultException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.VAULT_SETTINGS);
                    assertThat(e.hint())
                            .hasValueSatisfying(hint -> assertThat(hint).contains("[vault.local]"));
                });
    }

    @Test
    void openingReadsAndAsksNothing() {
        AtomicInteger asked = new AtomicInteger();
        VaultContext context = TestContext.asking(
                () -> {
                    asked.incrementAndGet();
                    return Optional.of(Secret.of("horse"));
                },
                TestContext.of(Map.of(), folder));
        Vault vault = new LocalVaultProvider().open(settings(), context);
        assertThat(asked).hasValue(0);
        makeVault("horse");
        assertThat(vault.get("app-key").value()).isEqualTo(Secret.of("value"));
        assertThat(asked).hasValue(1);
    }

    @Test
    void theVariableIsTakenBeforeAnybodyIsAskedAndAnEmptyOneIsNone() {
        makeVault("from the variable");
        VaultContext asking = TestContext.asking(
                () -> Optional.of(Secret.of("from the prompt")),
                TestContext.of(Map.of("ENVDRIFT_LOCAL_PASSPHRASE", "from the variable"), folder));
        assertThat(new LocalVaultProvider()
                        .open(settings(), asking)
                        .get("app-key")
                        .version())
                .isEqualTo("1");
        VaultContext nobody = TestContext.of(Map.of("ENVDRIFT_LOCAL_PASSPHRASE", ""), folder);
        assertThatThrownBy(
                        () -> new LocalVaultProvider().open(settings(), nobody).get("app-key"))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("no passphrase and no key file");
    }
}
