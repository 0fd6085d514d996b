package io.envdrift.workflow.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenv.DocumentMerge;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.NameFilter;
import io.envdrift.dotenvx.EncryptedDocument;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.GateFinding;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileSnapshot;
import io.envdrift.files.FolderLock;
import io.envdrift.files.PrivateFolder;
import io.envdrift.sync.EnvFile;
import io.envdrift.sync.SyncApplier;
import io.envdrift.workflow.Ports;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.keys.OwnedFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Lets the user edit an encrypted file as plaintext; values that did not change keep their ciphertext.
 *
 * @param project reaches the vault of an ephemeral mapping; empty where there is no configuration
 */
public record EditFile(Ports ports, Optional<Project> project, Dialog dialog) {
    private static final DocumentMerge.Labels LABELS = new DocumentMerge.Labels("your edit", "the file now");

    /** A status above this one says which signal ended the editor. */
    private static final int SIGNALLED = 128;

    /** How an edit talks with the user. */
    public interface Dialog {
        /** Has the user edit a file; returns the editor's exit status. */
        int edit(Path plaintext);

        /** Tells why an edit cannot be taken, and asks whether the user wants to go on with it. */
        boolean again(EnvdriftException reason);

        /** Tells what the user should know. */
        void tell(String note);
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

    /**
     * Edits a file. Where another program writes it during the edit, the two changes are joined. What was edited and cannot
     * be taken is kept in a {@link KeptEdit}.
     *
     * @param environment names the user's runtime directory
     * @throws EnvdriftException {@code UNSUITABLE_FILE} when nothing in it is encrypted or the editor fails, {@code
     *     CHANGED_MEANWHILE} when another program changed the same variables, or why else the edit cannot be taken; the file
     *     is then as it was
     */
    public Outcome run(OwnedFile owned, Map<String, String> environment) {
        OpenedFile opened = open(owned);
        try (PrivateFolder folder = PrivateFolder.create(environment)) {
            if (!folder.isInMemory()) {
                dialog.tell("no memory-backed storage here: the plaintext is on a disk during the edit, in "
                        + folder.path());
            }
            Path file = folder.path().resolve(owned.name());
            ports.files().createNew(file, opened.plain().bytes(), FileAccess.OWNER_ONLY);
            return new Attempts(owned, file, opened).run();
        }
    }

    private OpenedFile open(OwnedFile owned) {
        return OpenedFile.open(owned, project, ports.random());
    }

    /** The user's attempts at one edit: what it starts from changes when another program writes the file. */
    private final class Attempts {
        private final OwnedFile owned;
        private final Path file;
        private final KeptEdit kept;
        private OpenedFile base;

        Attempts(OwnedFile owned, Path file, OpenedFile base) {
            this.owned = owned;
            this.file = file;
            this.base = base;
            this.kept = new KeptEdit(ports, owned.file());
        }

        Outcome run() {
            while (true) {
                int status = dialog.edit(file);
                try {
                    Outcome outcome = take(status);
                    kept.discard();
                    return outcome;
                } catch (EnvdriftException e) {
                    // Kept before the question, so that a process that ends while waiting does not lose the edit.
                    keep();
                    if (status != 0 || !dialog.again(e)) {
                        throw e;
                    }
                }
            }
        }

        private Outcome take(int status) {
            if (status != 0) {
                throw editorFailed(status);
            }
            EnvDocument edited = EnvFile.parse(FileSnapshot.of(file));
            if (edited.text().equals(base.plain().text())) {
                return new Outcome(false, List.of(), base.encryptedCount());
            }
            EncryptedDocument encrypted = encrypt(edited);
            while (!write(encrypted.document())) {
                encrypted = encrypt(join());
            }
            return new Outcome(true, encrypted.encrypted(), encrypted.kept().size());
        }

        private EnvdriftException editorFailed(int status) {
            String left = "; the file was left as it is";
            return status > SIGNALLED
                    ? new EnvdriftException(
                            ErrorCode.UNSUITABLE_FILE,
                            owned.file() + ": signal " + (status - SIGNALLED) + " ended the editor" + left)
                    : new EnvdriftException(
                            ErrorCode.UNSUITABLE_FILE,
                            owned.file() + ": the editor ended with status " + status + left,
                            "set VISUAL or EDITOR to an editor that waits until the file is closed");
        }

        /** Joins the edit with what another program wrote, in the user's file, and starts from the latter from now on. */
        private EnvDocument join() {
            OpenedFile now = open(owned);
            DocumentMerge.Merged merged = DocumentMerge.merge(
                            DocumentMerge.Side.of(base.plain()),
                            DocumentMerge.Side.of(EnvFile.parse(FileSnapshot.of(file))),
                            DocumentMerge.Side.of(now.plain()),
                            LABELS)
                    .orElseThrow(() -> new EnvdriftException(
                            ErrorCode.CHANGED_MEANWHILE,
                            owned.file() + ": changed meanwhile, not overwritten: the two changes cannot be joined"));
            base = now;
            ports.files().write(file, merged.document().bytes(), FileAccess.OWNER_ONLY);
            if (!merged.conflicts().isEmpty()) {
                throw new EnvdriftException(
                        ErrorCode.CHANGED_MEANWHILE,
                        owned.file() + ": changed meanwhile, not overwritten: another program changed "
                                + String.join(", ", merged.conflicts()) + ", and so did you",
                        "settle the conflict: both values stand between markers");
            }
            dialog.tell(owned.file() + ": changed meanwhile; both changes are taken");
            return merged.document();
        }

        private EncryptedDocument encrypt(EnvDocument edited) {
            requireSound(edited);
            NameFilter filter = NameFilter.all().without(owned.plainKeys());
            EnvFileCipher cipher = new EnvFileCipher(ports.random());
            EncryptedDocument encrypted =
                    cipher.encrypt(edited, base.encryption().withFilter(filter).keeping(base.document(), base.key()));
            EncryptionProof proof = new EncryptionProof(owned.file(), edited, encrypted.document());
            proof.requireNoPlaintext(owned.plainKeys(), filter);
            proof.requireSameValues(cipher, base.key());
            return encrypted;
        }

        private void requireSound(EnvDocument edited) {
            EncryptionState state = EncryptionState.of(edited, owned.plainKeys());
            List<GateFinding> blocking = GateFinding.blocking(GateFinding.of(edited, state));
            if (!blocking.isEmpty()) {
                throw TextGate.refusal(owned.file(), blocking);
            }
            if (edited.assignments().isEmpty()) {
                throw new EnvdriftException(
                        ErrorCode.UNSUITABLE_FILE, owned.file() + ": no variable is left in the edit");
            }
        }

        /** Writes the file; false when another program wrote it since it was opened. */
        private boolean write(EnvDocument document) {
            Path folder = Objects.requireNonNull(owned.file().toAbsolutePath().getParent());
            try (FolderLock lock = FolderLock.acquire(List.of(folder), SyncApplier.LOCK_LIMIT)) {
                Objects.requireNonNull(lock);
                ports.files().sweep(owned.file());
                if (!base.snapshot().isUnchanged()) {
                    return false;
                }
                ports.files().write(owned.file(), document.bytes(), FileAccess.USUAL);
                return true;
            }
        }

        private void keep() {
            byte[] edited = FileSnapshot.of(file).content().orElseGet(() -> new byte[0]);
            if (!Arrays.equals(edited, base.plain().bytes())) {
                dialog.tell(kept.keep(edited, base.encryption()));
            }
        }
    }
}
