package io.envdrift.provider.hashicorp;

import io.envdrift.testkit.ClassLoadingContract;
import io.envdrift.vault.VaultProvider;

class HashicorpClassLoadingTest extends ClassLoadingContract {
    @Override
    protected VaultProvider provider() {
        return new HashicorpVaultProvider();
    }
}
