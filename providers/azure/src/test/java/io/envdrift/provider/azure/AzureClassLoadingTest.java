package io.envdrift.provider.azure;

import io.envdrift.testkit.ClassLoadingContract;
import io.envdrift.vault.VaultProvider;

class AzureClassLoadingTest extends ClassLoadingContract {
    @Override
    protected VaultProvider provider() {
        return new AzureVaultProvider();
    }
}
