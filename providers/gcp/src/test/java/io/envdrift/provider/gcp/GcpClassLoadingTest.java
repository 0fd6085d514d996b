package io.envdrift.provider.gcp;

import io.envdrift.testkit.ClassLoadingContract;
import io.envdrift.vault.VaultProvider;

class GcpClassLoadingTest extends ClassLoadingContract {
    @Override
    protected VaultProvider provider() {
        return new GcpVaultProvider();
    }
}
