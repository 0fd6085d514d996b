package io.envdrift.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.base.ErrorCode;
import io.envdrift.testkit.TestContext;
import io.envdrift.vault.HostTrust;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.VaultSettings.Origin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VaultAddressTest {
    @TempDir
    private Path home;

    private VaultAddress parse(String url, HostTrust hosts) {
        return VaultAddress.of(
                TestContext.settings("azure", Map.of("vault_url", url), Origin.REPOSITORY),
                TestContext.guarded(hosts, TestContext.of(Map.of(), home)));
    }

    @ParameterizedTest
    @CsvSource({
        "https://x.vault.azure.net, https://x.vault.azure.net, true, https://login.microsoftonline.com",
        "https://x.vault.azure.net/, https://x.vault.azure.net, true, https://login.microsoftonline.com",
        "HTTPS://X.Vault.Azure.Net:443, https://x.vault.azure.net, true, https://login.microsoftonline.com",
        "https://x.vault.azure.cn, https://x.vault.azure.cn, true, https://login.chinacloudapi.cn",
        "https://x.vault.usgovcloudapi.net, https://x.vault.usgovcloudapi.net, true, https://login.microsoftonline.us",
        "https://localhost:8443, https://localhost:8443, false, https://login.microsoftonline.com",
        "https://x.vault.azure.net.evil.example, https://x.vault.azure.net.evil.example, false,"
                + " https://login.microsoftonline.com",
        "https://evilvault.azure.net, https://evilvault.azure.net, false, https://login.microsoftonline.com",
    })
    void anAddressIsKnownByItsCloud(String url, String expected, boolean own, String authority) {
        List<Boolean> asked = new ArrayList<>();
        VaultAddress address = parse(url, (endpoint, origin, ownDomain) -> {
            assertThat(origin).isEqualTo(Origin.REPOSITORY);
            asked.add(ownDomain);
        });
        assertThat(address.url()).hasToString(expected);
        assertThat(address.usualAuthority()).isEqualTo(authority);
        assertThat(asked).containsExactly(own);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://x.vault.azure.net",
                "x.vault.azure.net",
                "ftp://x",
                "https://",
                "https://x.vault.azure.net/secrets",
                "https://x.vault.azure.net?a=b",
                "https://x.vault.azure.net#a",
                "https://user:canary@x.vault.azure.net",
                "https://x y",
            })
    void whatIsNoAddressOfAVaultIsRefusedUnseen(String url) {
        VaultException failure = VaultScene.failure(() -> parse(url, (endpoint, origin, ownDomain) -> {}));
        assertThat(failure.code()).isEqualTo(ErrorCode.VAULT_SETTINGS);
        assertThat(failure.hint()).isPresent();
        assertThat(failure.getMessage()).doesNotContain("canary");
    }

    @Test
    void withoutAddressTheSettingIsNamed() {
        VaultException failure = VaultScene.failure(
                () -> VaultAddress.of(new VaultSettings("azure", Map.of()), TestContext.of(Map.of(), home)));
        assertThat(failure.code()).isEqualTo(ErrorCode.VAULT_SETTINGS);
        assertThat(failure.hint().orElseThrow()).contains("vault_url", "--vault-url");
    }
}
