package io.envdrift.workflow.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.config.Mapping;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.Interpolation;
import io.envdrift.dotenv.RawValue;
import io.envdrift.dotenvx.Encryption;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.KeyList;
import io.envdrift.dotenvx.KeyNames;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.KeysFile;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileSnapshot;
import io.envdrift.files.FolderLock;
import io.envdrift.sync.EnvFile;
import io.envdrift.sync.KeysFileWriter;
import io.envdrift.sync.SyncApplier;
import io.envdrift.workflow.Ports;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.keys.FetchedKey;
import io.envdrift.workflow.keys.OwnedFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Sets one value of an env file, encrypted to the file's key; nothing else in the file changes.
 *
 * @param project reaches the vault of an ephemeral mapping; empty where there is no configuration
 */
public record SetVariable(Ports ports, Optional<Project> project) {
    /**
     * What was done.
     *
     * @param added whether the name is new in the file
     * @param notes remarks, as in which new key was made
     */
    public record Outcome(boolean added, List<String> notes) {
        /** Copies the list. */
        public Outcome {
            notes = List.copyOf(notes);
        }
    }

    /**
     * Sets a value. A name that ends in {@code _PLAIN} stays plaintext.
     *
     * @throws EnvdriftException {@code USAGE} for a name that cannot be set, {@code WRONG_PRIVATE_KEY} when the key at
     *     hand is not the file's, {@code MISSING_PRIVATE_KEY} when a key would have to be made although the vault or git's
     *     version has one, or what reading and writing throw; the file is then as it was
     */
    public Outcome run(OwnedFile owned, String name, Secret value) {
        Optional<KeyList> vaultKey = FetchedKey.ephemeral(project, owned);
        requireNoKeyElsewhere(owned);
        List<Path> folders = List.of(folderOf(owned.file()), folderOf(owned.keysFile()));
        try (FolderLock lock = FolderLock.acquire(folders, SyncApplier.LOCK_LIMIT)) {
            Objects.requireNonNull(lock);
            return underLock(owned, name, value, vaultKey);
        } catch (EnvdriftException e) {
            throw e.about(owned.file());
        }
    }

    /** The file of a mapping gets no new key while there is one, as {@link EncryptOwnedFile}. */
    private void requireNoKeyElsewhere(OwnedFile owned) {
        Optional<Mapping> stored = owned.mapping().filter(mapping -> !mapping.ephemeral() && project.isPresent());
        if (stored.isEmpty()) {
            return;
        }
        Mapping mapping = stored.get();
        EncryptionState state = EncryptionState.of(EnvFile.read(owned.file()));
        boolean none = state.publicKeys().isEmpty()
                && !state.lacksHeader()
                && KeysFile.of(EnvFile.read(owned.keysFile()))
                        .list(mapping.keyNames().privateKey())
                        .tokens()
                        .isEmpty();
        if (none) {
            new NewKeyCheck(project.orElseThrow(), mapping)
                    .requireNoneElsewhere(owned, NewKeyCheck.versions(owned.file()));
        }
    }

    private Outcome underLock(OwnedFile owned, String name, Secret value, Optional<KeyList> vaultKey) {
        ports.files().sweep(owned.file());
        FileSnapshot before = FileSnapshot.of(owned.file());
        EnvDocument document = EnvFile.parse(before);
        TextGate.requireSound(owned.file(), document);
        EncryptionState state = EncryptionState.of(document, owned.plainKeys());
        KeyNames names = owned.names(state);
        FileSnapshot keysBefore = FileSnapshot.of(owned.keysFile());
        KeysFile keys = vaultKey.isPresent() ? KeysFile.empty() : KeysFile.of(EnvFile.parse(keysBefore));
        Recipient recipient = new RecipientChoice(owned.file(), names, vaultKey, keys)
                .choose(state, new KeyPolicy(true, KeyPolicy.Minting.ALLOWED), ports.random());
        EnvDocument edited = new EnvFileCipher(ports.random())
                .set(
                        document,
                        name,
                        value.reveal(),
                        Encryption.of(recipient.publicKey(), owned.name()).withNames(names));
        requireReadBack(owned, edited, name, value, recipient);
        List<String> notes = new ArrayList<>();
        before.requireUnchanged();
        if (recipient.minted()) {
            // The key first: a value encrypted to a key that is lost would be lost with it.
            ports.files().sweep(owned.keysFile());
            Secret key = recipient.privateKey().orElseThrow().secret();
            new KeysFileWriter(ports.files(), ports.clock())
                    .replace(keysBefore, keys.with(names.privateKey(), key, owned.name()), false);
            notes.add("made a new key " + names.privateKey() + " in " + owned.keysFile());
        }
        if (recipient.privateKey().isEmpty()) {
            notes.add("trusted the file's public key " + recipient.publicKey().fingerprint()
                    + "; no private key was at hand to confirm it");
        }
        boolean sealed =
                EncryptionState.of(edited, owned.plainKeys()).plaintext().isEmpty();
        FileAccess access = sealed ? FileAccess.USUAL : FileAccess.PLAINTEXT;
        ports.files().write(owned.file(), edited.bytes(), access);
        return new Outcome(document.last(name).isEmpty(), notes);
    }

    private void requireReadBack(OwnedFile owned, EnvDocument edited, String name, Secret value, Recipient recipient) {
        if (recipient.privateKey().isEmpty()) {
            return;
        }
        KeyRing ring = KeyRing.of(recipient.privateKey().get());
        boolean same = new EnvFileCipher(ports.random())
                .read(edited, ring).values().stream()
                        .filter(each -> each.name().equals(name))
                        .allMatch(each -> Secret.of(resolved(each)).equals(value));
        if (!same) {
            throw new EnvdriftException(
                    ErrorCode.INTERNAL,
                    owned.file() + ": the new value would not be read back; the file was left as it is",
                    "please report this");
        }
    }

    /** Returns what {@code get} and {@code run} make of a value. */
    private static String resolved(RawValue value) {
        return String.valueOf(
                Interpolation.resolve(List.of(value), Map.of(), true).get(value.name()));
    }

    private static Path folderOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent());
    }
}
