package io.envdrift.workflow.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.NameFilter;
import io.envdrift.dotenvx.EncryptedDocument;
import io.envdrift.dotenvx.Encryption;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.GateFinding;
import io.envdrift.dotenvx.KeyList;
import io.envdrift.dotenvx.KeyNames;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.KeysFile;
import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileSnapshot;
import io.envdrift.files.FolderLock;
import io.envdrift.files.PrivateFolder;
import io.envdrift.sync.EnvFile;
import io.envdrift.sync.SyncApplier;
import io.envdrift.workflow.Ports;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.keys.OwnedFile;
import io.envdrift.workflow.keys.VaultKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Lets the user edit an encrypted file as plaintext; values that did not change keep their ciphertext. */
public final class EditFile {
    private final Ports ports;
    private final Optional<Project> project;
    private final Dialog dialog;

    /** Whom an edit is made with. */
    public interface Dialog {
        /** Has the user edit a file; returns the editor's exit status. */
        int edit(Path plaintext);

        /** Tells why an edit cannot be taken, and whether the user wants to go on with it. */
        boolean again(EnvdriftException reason);
    }

    /**
     * Creates the workflow.
     *
     * @param project reaches the vault of an ephemeral mapping; empty where there is no configuration
     */
    public EditFile(Ports ports, Optional<Project> project, Dialog dialog) {
        this.ports = ports;
        this.project = project;
        this.dialog = dialog;
    }

    /**
     * What was done.
     *
     * @param changed whether the file was written
     * @param encrypted names of values that have new ciphertext, in file order
     * @param kept how many values kept theirs
     */
    public record Outcome(boolean changed, List<String> encrypted, int kept) {
        /** Copies the list. */
        public Outcome {
            encrypted = List.copyOf(encrypted);
        }
    }

    /** The key of a file, and the names its keys have. */
    private record Keys(PrivateKey key, KeyRing ring, KeyNames names) {}

    /**
     * Edits a file.
     *
     * @param environment names the user's runtime directory
     * @param warnings is told when the plaintext is on a disk
     * @throws EnvdriftException {@code UNSUITABLE_FILE} when nothing in it is encrypted or the editor fails, {@code
     *     CHANGED_MEANWHILE} when the file was written during the edit, or why the edit cannot be taken; the file is then
     *     as it was
     */
    public Outcome run(OwnedFile owned, Map<String, String> environment, Consumer<List<String>> warnings) {
        FileSnapshot before = owned.snapshot();
        EnvDocument document = EnvFile.parse(before);
        EncryptionState state = EncryptionState.of(document, owned.plainKeys());
        state.requireNoSops();
        if (state.encrypted().isEmpty()) {
            throw new EnvdriftException(
                    ErrorCode.UNSUITABLE_FILE,
                    owned.file() + ": nothing in it is encrypted",
                    "edit it as any other file; envdrift encrypt encrypts it");
        }
        Keys keys = keys(owned, state);
        EnvDocument plain = new EnvFileCipher(ports.random())
                .decrypt(document, keys.ring(), NameFilter.all())
                .orThrow();
        Optional<EncryptedDocument> edited = edit(owned, document, plain, keys, environment, warnings);
        if (edited.isEmpty()) {
            return new Outcome(false, List.of(), state.encrypted().size());
        }
        write(owned, before, edited.get().document());
        return new Outcome(true, edited.get().encrypted(), edited.get().kept().size());
    }

    private Keys keys(OwnedFile owned, EncryptionState state) {
        Optional<KeyList> vaultKey = owned.mapping()
                .filter(mapping -> mapping.ephemeral() && project.isPresent())
                .map(mapping -> VaultKey.fetch(project.orElseThrow(), mapping).list());
        KeysFile keysFile = vaultKey.isPresent() ? KeysFile.empty() : KeysFile.of(EnvFile.read(owned.keysFile()));
        KeyNames names = owned.names()
                .or(() -> state.publicKeys().stream()
                        .map(Assignment::name)
                        .findFirst()
                        .flatMap(KeyNames::ofVariable))
                .orElseGet(() -> KeyNames.ofFile(owned.name()));
        Recipient recipient = new RecipientChoice(owned.file(), names, vaultKey, keysFile)
                .choose(state, new KeyPolicy(false, KeyPolicy.Minting.REFUSED), ports.random());
        KeyRing ring = vaultKey.map(list -> KeyRing.of(list.keys())).orElseGet(keysFile::ring);
        return new Keys(recipient.privateKey().orElseThrow(), ring, names);
    }

    /** Returns the edited file, encrypted; empty when nothing was edited. The plaintext is gone when this returns. */
    private Optional<EncryptedDocument> edit(
            OwnedFile owned,
            EnvDocument document,
            EnvDocument plain,
            Keys keys,
            Map<String, String> environment,
            Consumer<List<String>> warnings) {
        try (PrivateFolder folder = PrivateFolder.create(environment)) {
            if (!folder.isInMemory()) {
                warnings.accept(List.of("no memory-backed storage here: the plaintext is on a disk during the edit, in "
                        + folder.path()));
            }
            Path file = folder.path().resolve(owned.name());
            ports.files().createNew(file, plain.bytes(), FileAccess.OWNER_ONLY);
            while (true) {
                int status = dialog.edit(file);
                if (status != 0) {
                    throw new EnvdriftException(
                            ErrorCode.UNSUITABLE_FILE,
                            owned.file() + ": the editor ended with status " + status + "; the file was left as it is",
                            "set VISUAL or EDITOR to an editor that waits until the file is closed");
                }
                try {
                    EnvDocument edited = EnvFile.parse(FileSnapshot.of(file));
                    return edited.text().equals(plain.text())
                            ? Optional.empty()
                            : Optional.of(encrypt(owned, document, edited, keys));
                } catch (EnvdriftException e) {
                    if (!dialog.again(e)) {
                        throw e;
                    }
                }
            }
        }
    }

    private EncryptedDocument encrypt(OwnedFile owned, EnvDocument document, EnvDocument edited, Keys keys) {
        EncryptionState state = EncryptionState.of(edited, owned.plainKeys());
        List<GateFinding> blocking = GateFinding.of(edited, state).stream()
                .filter(finding -> !finding.isMendedByEncryption())
                .toList();
        if (!blocking.isEmpty()) {
            throw TextGate.refusal(owned.file(), blocking);
        }
        if (edited.assignments().isEmpty()) {
            throw new EnvdriftException(ErrorCode.UNSUITABLE_FILE, owned.file() + ": no variable is left in the edit");
        }
        NameFilter filter = NameFilter.all().without(owned.plainKeys());
        EnvFileCipher cipher = new EnvFileCipher(ports.random());
        EncryptedDocument encrypted = cipher.encrypt(
                edited,
                Encryption.of(keys.key().publicKey(), owned.name())
                        .withNames(keys.names())
                        .withFilter(filter)
                        .keeping(document, keys.key()));
        EncryptionProof proof = new EncryptionProof(owned.file(), edited, encrypted.document());
        proof.requireNoPlaintext(owned.plainKeys(), filter);
        proof.requireSameValues(cipher, keys.key());
        return encrypted;
    }

    private void write(OwnedFile owned, FileSnapshot before, EnvDocument edited) {
        Path folder = Objects.requireNonNull(owned.file().toAbsolutePath().getParent());
        try (FolderLock lock = FolderLock.acquire(List.of(folder), SyncApplier.LOCK_LIMIT)) {
            Objects.requireNonNull(lock);
            ports.files().sweep(owned.file());
            before.requireUnchanged();
            ports.files().write(owned.file(), edited.bytes(), FileAccess.USUAL);
        }
    }
}
