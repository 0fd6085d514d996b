package io.envdrift.pool;

import io.envdrift.vault.VaultSettings;
import org.jspecify.annotations.Nullable;

/**
 * A secret in a vault.
 *
 * @param vault the vault's settings; equal settings are one vault
 * @param name the secret's name there
 */
public record SecretReference(VaultSettings vault, String name) {
    /** Written out, as the hash is: what the compiler makes is linked at run time, for ten milliseconds of a cold start. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SecretReference same && name.equals(same.name) && vault.equals(same.vault);
    }

    @Override
    public int hashCode() {
        return 31 * vault.hashCode() + name.hashCode();
    }
}
