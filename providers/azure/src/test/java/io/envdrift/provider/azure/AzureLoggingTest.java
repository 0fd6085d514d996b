package io.envdrift.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.base.Secret;
import io.envdrift.testkit.ChildJvm;
import io.envdrift.testkit.TestContext;
import io.envdrift.testkit.azure.KeyVaultFake;
import io.envdrift.testserver.TestAuthority;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.WriteCondition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SDK would log to standard output, where the reports go, when its own variables say so. */
class AzureLoggingTest {
    private static final String VALUE = "canary/e1f7+value";

    @TempDir
    private Path directory;

    @Test
    void theSdkPrintsNothingWhateverItsVariablesSay() throws Exception {
        ChildJvm child = ChildJvm.run(
                Loud.class,
                List.of(directory.toString()),
                Map.of("AZURE_LOG_LEVEL", "verbose", "AZURE_HTTP_LOG_DETAIL_LEVEL", "body_and_headers"));
        assertThat(child.exit()).as(child.output()).isZero();
        assertThat(child.output()).isEqualToIgnoringNewLines("all done");
    }

    /** Writes and reads a secret, and is refused once. */
    static final class Loud {
        public static void main(String[] arguments) throws IOException {
            Path home = Path.of(arguments[0]);
            TestAuthority authority = TestAuthority.in(home);
            KeyVaultFake service = KeyVaultFake.start(Optional.of(authority.issue("dns:localhost")), AzureAccess.USER);
            try (Vault vault = open(service, authority, home, AzureAccess.environment(service, AzureAccess.USER))) {
                vault.put("x", Secret.of(VALUE), WriteCondition.always());
                if (vault.get("x").value().equals(Secret.of(VALUE))
                        && vault.list("").equals(List.of("x"))) {
                    refused(service, authority, home);
                }
            }
            service.close();
        }

        private static void refused(KeyVaultFake service, TestAuthority authority, Path home) {
            Map<String, String> environment = AzureAccess.environment(service, AzureAccess.USER);
            environment.put("AZURE_CLIENT_SECRET", AzureAccess.STRANGER.secret());
            try (Vault vault = open(service, authority, home, environment)) {
                vault.put("x", Secret.of(VALUE), WriteCondition.always());
            } catch (VaultException e) {
                System.out.println("all done");
            }
        }

        private static Vault open(
                KeyVaultFake service, TestAuthority authority, Path home, Map<String, String> environment) {
            return AzureAccess.open(service, TestContext.trusting(authority.file(), TestContext.of(environment, home)));
        }
    }
}
