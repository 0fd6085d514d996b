package io.envdrift.provider.azure;

import io.envdrift.testkit.TestContext;
import io.envdrift.testkit.azure.AzureIdentity;
import io.envdrift.testkit.azure.KeyVaultFake;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.VaultSettings.Origin;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who the tests are, and how they get at the fake. */
final class AzureAccess {
    static final AzureIdentity USER =
            AzureIdentity.of(KeyVaultFake.TENANT, "11111111-0000-4000-8000-000000000001", "canary/client-secret+0001");
    static final AzureIdentity STRANGER =
            AzureIdentity.of(KeyVaultFake.TENANT, "11111111-0000-4000-8000-000000000002", "canary/client-secret+0002");

    private AzureAccess() {}

    /** An environment with a client secret, for a vault that is none of Azure's own. */
    static Map<String, String> environment(KeyVaultFake service, AzureIdentity identity) {
        Map<String, String> environment = emulator(service);
        environment.put("AZURE_TENANT_ID", identity.tenant());
        environment.put("AZURE_CLIENT_ID", identity.client());
        environment.put("AZURE_CLIENT_SECRET", identity.secret());
        return environment;
    }

    /** An environment without credentials. */
    static Map<String, String> emulator(KeyVaultFake service) {
        return new HashMap<>(Map.of(
                "AZURE_AUTHORITY_HOST",
                service.server().uri("").toString(),
                "ENVDRIFT_AZURE_VERIFY_CHALLENGE_RESOURCE",
                "0"));
    }

    static VaultSettings settings(URI address, Origin origin) {
        return TestContext.settings("azure", Map.of("vault_url", address.toString()), origin);
    }

    static Vault open(KeyVaultFake service, VaultContext context) {
        return new AzureVaultProvider().open(settings(service.server().uri(""), Origin.FLAG), context);
    }

    /** What must be seen nowhere: the secrets, and every token that the fake gives out. */
    static List<String> credentials() {
        return List.of(USER.secret(), STRANGER.secret(), "canary-token.");
    }
}
