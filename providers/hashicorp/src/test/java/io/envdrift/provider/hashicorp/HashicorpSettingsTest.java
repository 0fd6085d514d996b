package io.envdrift.provider.hashicorp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.envdrift.base.ErrorCode;
import io.envdrift.pool.VaultProviders;
import io.envdrift.vault.SettingKey;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultSettings;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HashicorpSettingsTest {
    private static final URI ADDRESS = URI.create("https://vault.example:8200");

    @Test
    void whereNothingIsSaidItIsVersionTwoOfSecretWithATokenAndNoNamespace() {
        HashicorpSettings settings = read(Map.of());

        assertThat(settings.address()).isEqualTo(ADDRESS);
        assertThat(settings.mount().text()).isEqualTo("secret");
        assertThat(settings.namespace()).isEmpty();
        assertThat(settings.engine()).isEmpty();
        assertThat(settings.login().method()).isEqualTo(LoginSettings.Method.TOKEN);
        assertThat(settings.label()).isEqualTo("hashicorp vault https://vault.example:8200 mount secret");
    }

    @ParameterizedTest
    @CsvSource({
        "https://vault.example/, https://vault.example",
        "HTTPS://Vault.Example:8200, https://vault.example:8200",
        "https://vault.example:8200/behind/proxy/, https://vault.example:8200/behind/proxy",
        "http://127.0.0.1:8200, http://127.0.0.1:8200",
        "https://[::1]:8200, https://[::1]:8200",
    })
    void anAddressIsTakenInOneForm(String written, String address) {
        VaultSettings settings = Scene.settings(URI.create(written));

        assertThat(HashicorpSettings.from(settings, Scene.context(Map.of())).address())
                .isEqualTo(URI.create(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vault.example",
                "ftp://vault.example",
                "https://user:canary@vault.example",
                "https://vault.example?x=canary",
                "https://vault.example#x",
                "https://vault.example:99999",
                "https:///x",
            })
    void whatIsNoAddressIsRefusedWithoutShowingIt(String written) {
        VaultException failure = catchThrowableOfType(
                VaultException.class,
                () -> HashicorpSettings.from(Scene.settings(URI.create(written)), Scene.context(Map.of())));

        assertThat(failure.code()).isEqualTo(ErrorCode.VAULT_SETTINGS);
        assertThat(failure.getMessage() + failure.hint()).doesNotContain("canary");
    }

    @Test
    void aMissingAddressSaysWhereItCanComeFrom() {
        VaultException failure = catchThrowableOfType(
                VaultException.class,
                () -> new HashicorpVaultProvider()
                        .open(new VaultSettings("hashicorp", Map.of()), Scene.context(Map.of())));

        assertThat(failure.code()).isEqualTo(ErrorCode.VAULT_SETTINGS);
        assertThat(failure).hasMessageContainingAll("--vault-url", "[vault.hashicorp]", "VAULT_ADDR");
    }

    @ParameterizedTest
    @CsvSource({"1, V1", "v1, V1", "2, V2", "V2, V2"})
    void theEnginesVersionCanBeSaid(String written, KeyValueVersion version) {
        assertThat(read(Map.of(), "kv_version", written).engine()).contains(version);
    }

    @ParameterizedTest
    @CsvSource({
        "kv_version, 3",
        "mount, ../sys",
        "mount, a//b",
        "auth, ldap",
        "auth, TOKEN",
        "auth_mount, ..",
    })
    void aWrongSettingIsNamed(String key, String value) {
        VaultException failure =
                catchThrowableOfType(VaultException.class, () -> read(Map.of(), "auth", "token", key, value));

        assertThat(failure.code()).isEqualTo(ErrorCode.VAULT_SETTINGS);
        assertThat(failure).hasMessageContainingAll(key, "'" + value + "'");
        assertThat(failure.hint().orElseThrow()).contains("[vault.hashicorp]");
    }

    @Test
    void theConfigurationGoesBeforeTheEnvironment() {
        Map<String, String> environment = Map.of("VAULT_NAMESPACE", "env", "VAULT_ROLE", "env", "VAULT_ROLE_ID", "env");

        assertThat(read(environment).namespace()).contains("env");
        assertThat(read(environment).login().role()).contains("env");
        assertThat(read(environment).login().roleId()).contains("env");
        HashicorpSettings both = read(environment, "namespace", "file", "role", "file", "role_id", "file");
        assertThat(both.namespace()).contains("file");
        assertThat(both.login().role()).contains("file");
        assertThat(both.login().roleId()).contains("file");
        assertThat(both.label()).contains("namespace file");
    }

    @Test
    void slashesAroundAMountAreNoPartOfIt() {
        assertThat(read(Map.of(), "mount", "/team/kv/").mount().text()).isEqualTo("team/kv");
        assertThat(read(Map.of(), "auth", "jwt", "auth_mount", "gitlab/")
                        .login()
                        .mount()
                        .text())
                .isEqualTo("gitlab");
        assertThat(read(Map.of(), "auth", "approle").login().mount().text()).isEqualTo("approle");
    }

    @Test
    void theProviderIsFoundByItsNameAndDeclaresItsKeys() {
        assertThat(VaultProviders.onClassPath().require("hashicorp")).isInstanceOf(HashicorpVaultProvider.class);
        assertThat(new HashicorpVaultProvider().settingKeys())
                .extracting(SettingKey::name)
                .containsExactly(
                        "url",
                        "mount",
                        "namespace",
                        "kv_version",
                        "auth",
                        "auth_mount",
                        "role",
                        "role_id",
                        "secret_id_env",
                        "jwt_env");
    }

    private static HashicorpSettings read(Map<String, String> environment, String... more) {
        return HashicorpSettings.from(Scene.settings(ADDRESS, more), Scene.context(environment));
    }
}
