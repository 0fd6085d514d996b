package io.envdrift.vault;

/**
 * A secret in a vault.
 *
 * @param vault the vault's settings; equal settings are one vault
 * @param name the secret's name there
 */
public record SecretReference(VaultSettings vault, String name) {}
