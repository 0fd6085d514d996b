package io.envdrift.cli.base;

import io.envdrift.pool.VaultProviders;
import io.envdrift.provider.aws.AwsVaultProvider;
import io.envdrift.provider.azure.AzureVaultProvider;
import io.envdrift.provider.blobstore.BlobstoreVaultProvider;
import io.envdrift.provider.envsync.EnvSyncVaultProvider;
import io.envdrift.provider.gcp.GcpVaultProvider;
import io.envdrift.provider.hashicorp.HashicorpVaultProvider;
import io.envdrift.provider.levels.LevelsVaultProvider;
import io.envdrift.provider.local.LocalVaultProvider;
import java.util.List;

/**
 * The vaults that the command line comes with. They are listed, because looking for them would open every jar at the start of nearly
 * every command; a provider that somebody adds to the class path is looked for when its name is used.
 */
final class Providers {
    private Providers() {}

    static VaultProviders known() {
        return VaultProviders.startingWith(List.of(
                new LocalVaultProvider(),
                new HashicorpVaultProvider(),
                new AwsVaultProvider(),
                new AzureVaultProvider(),
                new GcpVaultProvider(),
                new BlobstoreVaultProvider(),
                new EnvSyncVaultProvider(),
                new LevelsVaultProvider()));
    }
}
