package io.envdrift.provider.hashicorp;

import io.envdrift.testkit.TestContext;
import io.envdrift.testkit.hashicorp.FakeVault;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.VaultSettings.Origin;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** What tests open vaults with. */
final class Scene {
    static final Map<String, String> WITH_TOKEN = Map.of("VAULT_TOKEN", FakeVault.TOKEN);
    private static final Path NOWHERE = Path.of("no-such-home");

    private Scene() {}

    /** Settings from pairs of keys and values. */
    static VaultSettings settings(URI address, String... more) {
        return settings(address, Origin.FLAG, more);
    }

    static VaultSettings settings(URI address, Origin origin, String... more) {
        return TestContext.settings("hashicorp", address, origin, more);
    }

    static VaultContext context(Map<String, String> environment) {
        return TestContext.of(environment, NOWHERE);
    }

    static Vault open(URI address, Map<String, String> environment, String... more) {
        return new HashicorpVaultProvider().open(settings(address, more), context(environment));
    }

    static Vault open(FakeVault service, Map<String, String> environment, String... more) {
        return open(service.server().uri(""), environment, more);
    }

    static Vault open(FakeVault service) {
        return open(service, WITH_TOKEN);
    }
}
