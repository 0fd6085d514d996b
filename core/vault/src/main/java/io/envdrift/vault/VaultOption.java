package io.envdrift.vault;

/**
 * An option of the command line that sets a key of a provider. Providers whose keys mean the same share the option; one that
 * needs another makes its own, and the command line has it.
 *
 * @param name the option, as in {@code --region}
 * @param label what stands for its value in the help, as in {@code REGION}
 * @param meaning the beginning of its line in the help; the providers' names follow in parentheses
 */
public record VaultOption(String name, String label, String meaning) {
    /** The vault's address. */
    public static final VaultOption VAULT_URL = new VaultOption("--vault-url", "URL", "Vault URL");

    /** The cloud's region. */
    public static final VaultOption REGION = new VaultOption("--region", "REGION", "Region");

    /** The cloud's project. */
    public static final VaultOption PROJECT_ID = new VaultOption("--project-id", "ID", "Project");
}
