package io.envdrift.provider.local;

import io.envdrift.base.Secret;
import io.envdrift.base.StrictText;
import io.envdrift.vault.SecretNotFoundException;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultSecret;
import io.envdrift.vault.WriteCondition;
import io.envdrift.vault.WriteConflictException;

/** Rules for secrets that the file and the vault in memory share. */
record SecretRules(String label) {
    private static final int LONGEST_NAME = 512;
    private static final int LARGEST_VALUE = 1 << 20;

    VaultSecret latest(VersionedSecrets secrets, String name) {
        return secrets.latest(name)
                .orElseThrow(() -> new SecretNotFoundException(
                        label,
                        name,
                        "Secret '" + name + "' not found in " + label,
                        "check secret_name, or write it with: envdrift vault-push"));
    }

    /** Returns the secrets with one more version. */
    VersionedSecrets written(VersionedSecrets secrets, String name, Secret value, WriteCondition condition) {
        requireWritable(name, value);
        if (!secrets.meet(condition, name)) {
            throw new WriteConflictException(label, name);
        }
        return secrets.with(name, value);
    }

    private void requireWritable(String name, Secret value) {
        boolean fine = !name.isBlank()
                && name.length() <= LONGEST_NAME
                && name.codePoints().noneMatch(Character::isISOControl)
                && StrictText.isEncodable(name);
        if (!fine) {
            throw refused("A secret's name must have 1 to " + LONGEST_NAME + " characters without control characters");
        }
        String text = value.reveal();
        if (text.length() > LARGEST_VALUE || !StrictText.isEncodable(text)) {
            throw refused("The value for secret '" + name + "' is longer than 1 MiB, or no Unicode text");
        }
    }

    private VaultException refused(String message) {
        return VaultException.settings(label, message, "nothing was written");
    }
}
