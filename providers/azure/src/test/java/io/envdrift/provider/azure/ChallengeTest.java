package io.envdrift.provider.azure;

import static io.envdrift.provider.azure.AzureAccess.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.testserver.Exchange;
import io.envdrift.testserver.LoopbackServer;
import io.envdrift.testserver.ReceivedRequest;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultSettings.Origin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a vault may ask for before it gets a token. A proxy leads Azure's own names to the fake. */
class ChallengeTest extends VaultScene {
    private static final String VERIFY = "ENVDRIFT_AZURE_VERIFY_CHALLENGE_RESOURCE";

    private final Map<String, String> environment = new HashMap<>();
    private LoopbackServer proxy;

    @BeforeEach
    void startProxy() throws IOException {
        proxy = LoopbackServer.http(this::tunnel);
        environment.put("HTTPS_PROXY", proxy.uri("").toString());
        environment.put("AZURE_TENANT_ID", USER.tenant());
        environment.put("AZURE_CLIENT_ID", USER.client());
        environment.put("AZURE_CLIENT_SECRET", USER.secret());
        service.store("x", "value");
    }

    @AfterEach
    void stopProxy() throws IOException {
        proxy.close();
    }

    private void tunnel(Exchange exchange) throws IOException {
        int port = service.server().uri("").getPort();
        try (Socket there = new Socket(InetAddress.getLoopbackAddress(), port)) {
            exchange.send("HTTP/1.1 200 Connection established\r\n\r\n");
            Thread.ofVirtual().start(() -> copy(exchange.socket(), there));
            copy(there, exchange.socket());
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One side ended the tunnel.
            return;
        }
    }

    private Vault open() {
        return openWith(
                AzureAccess.settings(URI.create("https://team.vault.azure.net/"), Origin.REPOSITORY), environment);
    }

    private List<String> tokenRequests() {
        return service.server().requests().stream()
                .map(ReceivedRequest::path)
                .filter(path -> path.endsWith("/token"))
                .toList();
    }

    /** The SDK remembers challenges by host for as long as the process lives, so only one test here may succeed. */
    @Test
    void aVaultOfAzureGetsATokenOfItsOwnCloudThroughAProxy() {
        try (Vault vault = open()) {
            service.challengesFor("https://graph.microsoft.com");
            requireMismatch(failure(() -> vault.get("x")));
            service.challengesFor("https://azure.net.evil.example");
            requireMismatch(failure(() -> vault.get("x")));
            assertThat(tokenRequests()).isEmpty();

            service.challengesFor("https://vault.azure.net");
            assertThat(vault.get("x").value()).isEqualTo(Secret.of("value"));
        }
        assertThat(tokenRequests()).containsExactly("/" + USER.tenant() + "/oauth2/v2.0/token");
        assertThat(proxy.requests().stream().map(ReceivedRequest::target).distinct())
                .containsExactly("team.vault.azure.net:443", "login.microsoftonline.com:443");
    }

    @Test
    void anEmulatorNeedsTheCheckToBeOff() {
        environment.remove("HTTPS_PROXY");
        environment.put("AZURE_AUTHORITY_HOST", service.server().uri("").toString());
        try (Vault vault = openWith(environment)) {
            VaultException failure = failure(() -> vault.get("x"));
            requireMismatch(failure);
            assertThat(failure.hint().orElseThrow()).contains(VERIFY + "=0");
            assertThat(tokenRequests()).isEmpty();
        }
        environment.put(VERIFY, "off");
        try (Vault vault = openWith(environment)) {
            assertThat(vault.get("x").value()).isEqualTo(Secret.of("value"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "maybe", "-1"})
    void aSwitchThatIsNeitherOnNorOffOpensNothing(String value) {
        environment.put(VERIFY, value);
        VaultException failure = failure(this::open);
        assertThat(failure.code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
        assertThat(failure).hasMessageContaining(VERIFY);
        assertThat(proxy.connections()).isZero();
    }

    private static void requireMismatch(VaultException failure) {
        assertThat(failure.code()).isEqualTo(ErrorCode.VAULT_FAILED);
        assertThat(failure).hasMessageContaining("its challenge resource is another service");
    }
}
