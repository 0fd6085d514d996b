package io.envdrift.provider.aws;

import io.envdrift.testkit.ClassLoadingContract;
import io.envdrift.vault.VaultProvider;

class AwsClassLoadingTest extends ClassLoadingContract {
    @Override
    protected VaultProvider provider() {
        return new AwsVaultProvider();
    }
}
