package io.envdrift.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.envdrift.testkit.Canary;
import io.envdrift.testkit.TestContext;
import io.envdrift.testkit.azure.AzureIdentity;
import io.envdrift.testkit.azure.KeyVaultFake;
import io.envdrift.testserver.TestAuthority;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.VaultSettings.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A vault with TLS, and the ways to open it. */
abstract class VaultScene {
    @TempDir
    private static Path certificates;

    static TestAuthority authority;
    private static ServerSocketFactory tls;

    @TempDir
    Path home;

    KeyVaultFake service;

    @BeforeAll
    static void makeCertificate() throws IOException {
        authority = TestAuthority.in(certificates);
        tls = authority.issue("dns:localhost,dns:team.vault.azure.net,dns:login.microsoftonline.com");
    }

    @BeforeEach
    void startService() throws IOException {
        service = KeyVaultFake.start(Optional.of(tls), AzureAccess.USER);
    }

    @AfterEach
    void stopService() {
        service.close();
    }

    VaultContext context(Map<String, String> environment) {
        return TestContext.trusting(
                authority.file(), TestContext.within(Duration.ofSeconds(60), TestContext.of(environment, home)));
    }

    Vault openAs(AzureIdentity identity) {
        service.entra().admit(identity);
        return openWith(AzureAccess.environment(service, identity));
    }

    Vault openWith(Map<String, String> environment) {
        return openWith(AzureAccess.settings(service.server().uri(""), Origin.FLAG), environment);
    }

    Vault openWith(VaultSettings settings, Map<String, String> environment) {
        return new AzureVaultProvider().open(settings, context(environment));
    }

    /** Runs what must fail, and searches the failure for credentials. */
    static VaultException failure(Runnable work) {
        VaultException failure = catchThrowableOfType(VaultException.class, work::run);
        assertThat(failure).isNotNull();
        for (String secret : AzureAccess.credentials()) {
            new Canary(secret).assertAbsentFrom(failure);
        }
        return failure;
    }
}
