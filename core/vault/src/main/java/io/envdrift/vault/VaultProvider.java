package io.envdrift.vault;

import java.util.List;

/**
 * One kind of vault, found with {@link java.util.ServiceLoader}.
 *
 * <p>An implementation needs a public constructor without parameters and a line in {@code
 * META-INF/services/io.envdrift.vault.VaultProvider}. The class itself refers to no SDK type in fields or signatures, so
 * that looking for one provider loads no class of another's SDK.
 */
public interface VaultProvider {
    /** Returns the name used in {@code provider = "…"} and {@code -p}: lower-case letters. */
    String name();

    /** Returns the settings that {@code [vault.<name>]} may hold, for the check of the configuration. */
    List<SettingKey> settingKeys();

    /**
     * Prepares access to one vault. Contacts nothing: {@link Vault#probe()} and the reads do.
     *
     * @throws VaultException {@code VAULT_SETTINGS} when a needed setting is missing or malformed, {@code
     *     UNTRUSTED_HOST} when the settings lead to a host that this user does not trust
     */
    Vault open(VaultSettings settings, VaultContext context);
}
