package io.envdrift.cli.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.pool.VaultProviders;
import org.junit.jupiter.api.Test;

/** The list of vaults is complete. */
class ProvidersTest {
    @Test
    void everyVaultOnTheClassPathIsKnown() {
        assertThat(Providers.known().settingKeys())
                .isEqualTo(VaultProviders.onClassPath().settingKeys());
    }
}
