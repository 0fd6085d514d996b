package io.envdrift.provider.azure;

import com.azure.security.keyvault.secrets.SecretClient;
import io.envdrift.testkit.Feature;
import io.envdrift.testkit.TestContext;
import io.envdrift.testkit.VaultContract;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.VaultSettings.Origin;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.utility.DockerImageName;

/** The contract against Lowkey Vault, emptied after each test; skipped without Docker. */
@Testcontainers(disabledWithoutDocker = true)
class LowkeyVaultIT extends VaultContract {
    private static final int PORT = 8443;
    private static final int TOKEN_PORT = 8080;

    @Container
    private static final GenericContainer<?> CONTAINER = new GenericContainer<>(
                    DockerImageName.parse("nagyesta/lowkey-vault:2.5.0"))
            .withEnv("LOWKEY_ARGS", "--LOWKEY_VAULT_RELAXED_PORTS=true")
            .withExposedPorts(PORT, TOKEN_PORT)
            .waitingFor(Wait.forLogMessage("(?s).*Started LowkeyVaultApp.*", 1));

    @TempDir
    private static Path certificates;

    private static Path authority;

    @TempDir
    private Path home;

    /** It makes its certificate itself, so what it shows is what is trusted. */
    @BeforeAll
    static void trustItsCertificate() throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, null);
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket("localhost", CONTAINER.getMappedPort(PORT))) {
            byte[] certificate = socket.getSession().getPeerCertificates()[0].getEncoded();
            String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                    .encodeToString(certificate);
            authority = Files.writeString(
                    certificates.resolve("lowkey.pem"),
                    "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
        }
    }

    @AfterEach
    void empty() {
        try (AzureVault vault = AzureVaultOpener.open(settings(), context())) {
            SecretClient client = vault.client();
            client.listPropertiesOfSecrets().stream().toList().forEach(secret -> {
                client.beginDeleteSecret(secret.getName()).waitForCompletion();
                client.purgeDeletedSecret(secret.getName());
            });
        }
    }

    @Override
    protected Vault open() {
        return new AzureVaultProvider().open(settings(), context());
    }

    private static VaultSettings settings() {
        return AzureAccess.settings(URI.create("https://localhost:" + CONTAINER.getMappedPort(PORT)), Origin.FLAG);
    }

    private VaultContext context() {
        Map<String, String> environment = Map.of(
                "ENVDRIFT_AZURE_VERIFY_CHALLENGE_RESOURCE",
                "0",
                "IDENTITY_ENDPOINT",
                "http://localhost:" + CONTAINER.getMappedPort(TOKEN_PORT) + "/metadata/identity/oauth2/token",
                "IDENTITY_HEADER",
                "header");
        return TestContext.trusting(authority, TestContext.of(environment, home));
    }

    @Override
    protected Vault openDenied() {
        throw new UnsupportedOperationException("Lowkey Vault lets everybody in");
    }

    @Override
    protected Set<Feature> lacking() {
        return Set.of(Feature.EMPTY_VALUES, Feature.COMPARE_AND_SET, Feature.DENIAL);
    }

    @Override
    protected int largestValue() {
        return 25_600;
    }

    @Override
    protected List<String> credentials() {
        return List.of();
    }

    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
