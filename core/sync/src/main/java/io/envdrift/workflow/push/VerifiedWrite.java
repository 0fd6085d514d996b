package io.envdrift.workflow.push;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.dotenvx.KeyNames;
import io.envdrift.sync.KeyMaterial;
import io.envdrift.sync.KeyMaterialParser;
import io.envdrift.vault.SecretNotFoundException;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultSecret;
import io.envdrift.vault.WriteCondition;
import java.util.Optional;

/** Writes a secret, reads it back, and compares; only then does the write count as done. */
public record VerifiedWrite(Vault vault) {
    /**
     * What was written.
     *
     * @param version the new version's name
     * @param replaced the fingerprint of a different value that was there before
     * @param doubt why what was written may be no private key
     */
    public record Written(String version, Optional<String> replaced, Optional<String> doubt) {
        /** Returns the same with a doubt about the value. */
        Written doubting(Optional<String> reason) {
            return new Written(version, replaced, reason);
        }
    }

    /**
     * Replaces a secret, or creates it, unless somebody else changes it at the same moment.
     *
     * @throws VaultException when it could not be written
     * @throws EnvdriftException {@code VAULT_FAILED} when it was written, but cannot be shown to be what was meant
     */
    public Written put(String name, Secret value) {
        return put(name, value, find(name));
    }

    /**
     * Replaces what was read before.
     *
     * @param before what was read; empty when the secret did not exist
     */
    public Written put(String name, Secret value, Optional<VaultSecret> before) {
        String version = vault.put(name, value, WriteCondition.unchangedSince(before));
        requireReadBack(name, value, version);
        return new Written(
                version, before.filter(old -> !shows(old, value)).map(VerifiedWrite::described), Optional.empty());
    }

    /** Returns a secret's latest version, or nothing when it does not exist. */
    public Optional<VaultSecret> find(String name) {
        try {
            return Optional.of(vault.get(name));
        } catch (SecretNotFoundException e) {
            return Optional.empty();
        }
    }

    private void requireReadBack(String name, Secret value, String version) {
        try {
            if (shows(vault.get(name), value)) {
                return;
            }
        } catch (VaultException e) {
            throw new EnvdriftException(
                    ErrorCode.VAULT_FAILED,
                    "Wrote secret '" + name + "' (version " + version + ") but could not read it back: "
                            + e.getMessage(),
                    "allow this identity to read the secret, then check with: envdrift sync --verify",
                    e);
        }
        throw new EnvdriftException(
                ErrorCode.WRITE_CONFLICT,
                "Wrote secret '" + name + "' (version " + version + ") but read another value back from "
                        + vault.label(),
                "somebody else wrote it at the same moment; look at its versions, then push again");
    }

    /** Returns the fingerprint of the key in a secret, under whatever name it is there, or a preview of other text. */
    private static String described(VaultSecret secret) {
        return KeyMaterialParser.anyKey(secret)
                .map(KeyMaterial::fingerprint)
                .orElseGet(() -> secret.value().preview());
    }

    /** Tells whether a secret is what was written. A vault that keeps several fields per secret shows the key among them. */
    private static boolean shows(VaultSecret read, Secret written) {
        if (read.value().equals(written)) {
            return true;
        }
        String text = written.reveal();
        boolean labelled = text.startsWith(KeyNames.PRIVATE) && text.indexOf('=') > 0;
        KeyMaterialParser parser =
                new KeyMaterialParser(labelled ? text.substring(0, text.indexOf('=')) : KeyNames.PRIVATE, false);
        try {
            Secret meant = parser.parse(VaultSecret.text(text, "")).value();
            return parser.parse(read).value().equals(meant);
        } catch (EnvdriftException e) {
            // The value is no key, so only exactly the same text would match.
            return false;
        }
    }
}
