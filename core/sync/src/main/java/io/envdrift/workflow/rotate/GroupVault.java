package io.envdrift.workflow.rotate;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.config.Mapping;
import io.envdrift.dotenvx.KeyList;
import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.pool.SecretReference;
import io.envdrift.sync.KeyMaterial;
import io.envdrift.sync.KeyText;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultSecret;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.keys.FetchedKey;
import io.envdrift.workflow.push.VerifiedWrite;
import java.util.List;
import java.util.Optional;

/** The secret of a group during its rotation. */
final class GroupVault {
    private static final KeyList NO_KEYS = new KeyList(List.of());

    private final Project project;
    private final Mapping mapping;
    private final SecretReference reference;
    private final Vault vault;
    private final VerifiedWrite write;
    private Optional<VaultSecret> before;

    /**
     * Reads the secret of a mapping; it need not exist.
     *
     * @throws EnvdriftException when the vault cannot be read
     */
    GroupVault(Project project, Mapping mapping) {
        this.project = project;
        this.mapping = mapping;
        this.reference = project.secretOf(mapping);
        this.vault = project.vault(reference.vault());
        this.write = new VerifiedWrite(vault);
        this.before = write.find(reference.name());
    }

    /**
     * Returns the keys in it, oldest first.
     *
     * @throws EnvdriftException {@code UNUSABLE_KEY_MATERIAL} when it holds anything else
     */
    KeyList list() {
        return material().map(KeyMaterial::list).orElse(NO_KEYS);
    }

    /**
     * Adds a key as the newest, unless it is, and returns what is stored then.
     *
     * @param used keys that must be in it, too
     */
    KeyList store(KeyList used, PrivateKey newest) {
        KeyList wanted = KeyHistory.adding(list(), used, newest);
        if (!wanted.equals(list())) {
            put(wanted);
        }
        return wanted;
    }

    /**
     * Makes sure that nobody else put another key behind ours.
     *
     * @throws EnvdriftException {@code WRITE_CONFLICT} when somebody did
     */
    void requireNewest(PrivateKey key) {
        before = write.find(reference.name());
        if (list().newest().filter(key::equals).isEmpty()) {
            throw new EnvdriftException(
                    ErrorCode.WRITE_CONFLICT,
                    "Somebody else rotated secret '" + reference.name() + "' in " + vault.label()
                            + " at the same time: its newest key is not " + key.fingerprint(),
                    "agree with them, run envdrift sync, then run the command again: it goes on with the vault's key");
        }
    }

    /** Leaves only one key in the secret. */
    void keepOnly(PrivateKey key) {
        put(new KeyList(List.of(key.secret())));
    }

    private void put(KeyList list) {
        var text = before.map(secret -> KeyText.replacing(secret, material().orElseThrow(), list))
                .orElseGet(() -> KeyText.named(mapping.keyNames().privateKey(), list));
        write.put(reference.name(), text, before);
        before = write.find(reference.name());
    }

    private Optional<KeyMaterial> material() {
        return before.map(secret -> FetchedKey.parse(project, mapping, secret));
    }
}
