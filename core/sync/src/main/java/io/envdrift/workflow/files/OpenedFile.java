package io.envdrift.workflow.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.NameFilter;
import io.envdrift.dotenvx.Encryption;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.KeyList;
import io.envdrift.dotenvx.KeyNames;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.KeysFile;
import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.files.FileSnapshot;
import io.envdrift.sync.EnvFile;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.keys.FetchedKey;
import io.envdrift.workflow.keys.OwnedFile;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * An encrypted file at one moment, opened with the keys at hand.
 *
 * @param snapshot the bytes it held
 * @param document the same, as it was read
 * @param plain the same, decrypted
 * @param encryptedCount how many values are encrypted
 * @param key what it is encrypted to
 * @param encryption how it is encrypted again
 */
record OpenedFile(
        FileSnapshot snapshot,
        EnvDocument document,
        EnvDocument plain,
        int encryptedCount,
        PrivateKey key,
        Encryption encryption) {
    /**
     * Opens a file.
     *
     * @param project reaches the vault of an ephemeral mapping
     * @throws EnvdriftException {@code UNSUITABLE_FILE} when nothing in it is encrypted, or why a value cannot be decrypted
     */
    static OpenedFile open(OwnedFile owned, Optional<Project> project, SecureRandom random) {
        try {
            return opened(owned, project, random);
        } catch (EnvdriftException e) {
            throw e.about(owned.file());
        }
    }

    private static OpenedFile opened(OwnedFile owned, Optional<Project> project, SecureRandom random) {
        FileSnapshot snapshot = owned.snapshot();
        EnvDocument document = EnvFile.parse(snapshot);
        EncryptionState state = EncryptionState.of(document, owned.plainKeys());
        state.requireNoSops();
        if (state.encrypted().isEmpty()) {
            throw new EnvdriftException(
                    ErrorCode.UNSUITABLE_FILE,
                    owned.file() + ": nothing in it is encrypted",
                    "edit it as any other file; envdrift encrypt encrypts it");
        }
        Optional<KeyList> vaultKey = FetchedKey.ephemeral(project, owned);
        KeysFile keysFile = vaultKey.isPresent() ? KeysFile.empty() : KeysFile.of(EnvFile.read(owned.keysFile()));
        KeyNames names = owned.names(state);
        PrivateKey key = new RecipientChoice(owned.file(), names, vaultKey, keysFile)
                .choose(state, new KeyPolicy(false, KeyPolicy.Minting.REFUSED), random)
                .privateKey()
                .orElseThrow();
        KeyRing ring = vaultKey.map(list -> KeyRing.of(list.keys())).orElseGet(keysFile::ring);
        EnvDocument plain = new EnvFileCipher(random)
                .decrypt(document, ring, NameFilter.all())
                .orThrow();
        return new OpenedFile(
                snapshot,
                document,
                plain,
                state.encrypted().size(),
                key,
                Encryption.of(key.publicKey(), owned.name()).withNames(names));
    }

    /** Shows no document: one holds plaintext. */
    @Override
    public String toString() {
        return "opened " + snapshot.file();
    }
}
