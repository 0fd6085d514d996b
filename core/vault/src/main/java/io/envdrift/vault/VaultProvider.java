package io.envdrift.vault;

import java.util.List;
import java.util.Optional;

/**
 * One kind of vault, found with {@link java.util.ServiceLoader}. Everything specific to a vault is declared here:
 * configuration, command-line options, completion and the trust of hosts read it from here.
 *
 * <p>An implementation needs a public constructor without parameters and a line in
 * {@code META-INF/services/io.envdrift.vault.VaultProvider}. The class itself refers to no SDK type in fields or
 * signatures, so that looking for one provider loads no class of another's SDK: every start of the command line makes
 * an object of each.
 */
public interface VaultProvider {
    /** Returns the name used in {@code provider = "…"} and {@code -p}: lower-case letters. */
    String name();

    /** Returns the settings that {@code [vault.<name>]} may hold, and which options and variables set them too. */
    List<SettingKey> settingKeys();

    /** Returns what a bare {@code vault_name} means; empty where vaults of this kind have no names. */
    default Optional<VaultNaming> naming() {
        return Optional.empty();
    }

    /** Tells whether the name of a secret may hold a slash; where it may not, {@code pair.txt} has {@code vault/secret}. */
    default boolean namesHoldSlashes() {
        return true;
    }

    /** Tells whether this one is taken where a configuration names none. One provider may be. */
    default boolean isDefault() {
        return false;
    }

    /** Tells whether the vault is reached over the network. */
    default boolean isRemote() {
        return true;
    }

    /** Returns the environment variables with which this user names hosts of such vaults: those are trusted. */
    default List<String> endpointVariables() {
        return List.of();
    }

    /** Returns the environment variables with which this user names certificate authorities for such vaults. */
    default List<String> caVariables() {
        return List.of();
    }

    /**
     * Prepares access to one vault. Contacts nothing: {@link Vault#probe()} and the reads do.
     *
     * @throws VaultException {@code VAULT_SETTINGS} when a needed setting is missing or malformed, {@code
     *     UNTRUSTED_HOST} when the settings lead to a host that this user does not trust
     */
    Vault open(VaultSettings settings, VaultContext context);
}
