package io.envdrift.workflow.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.NameFilter;
import io.envdrift.dotenvx.DecryptedDocument;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.Failure;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.SealedText;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileSnapshot;
import io.envdrift.files.FolderLock;
import io.envdrift.sync.EnvFile;
import io.envdrift.sync.SyncApplier;
import io.envdrift.workflow.Ports;
import io.envdrift.workflow.keys.KeyStoreRefusal;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns the values of one env file into plaintext, in place; the file is 0600 afterwards. */
public record DecryptFile(Ports ports) {
    /**
     * Decrypts a file. Values that do not open stay encrypted and make the outcome a failure; the others are written.
     *
     * @param file an existing file; a link was resolved before
     * @throws EnvdriftException {@code FILE_ACCESS} when it cannot be read or written, {@code NOT_TEXT}, {@code
     *     UNSUITABLE_FILE} for a file of SOPS
     */
    public FileOutcome run(Path file, KeyRing ring, NameFilter filter) {
        Content content = Content.of(FileSnapshot.of(file));
        Optional<FileOutcome> unchanged = content.withoutCiphertext();
        if (unchanged.isPresent()) {
            // Nothing is written, so no lock is taken: this works on a read-only file system, too.
            return unchanged.get();
        }
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        try (FolderLock lock = FolderLock.acquire(List.of(folder), SyncApplier.LOCK_LIMIT)) {
            Objects.requireNonNull(lock);
            return underLock(content, ring, filter);
        }
    }

    private FileOutcome underLock(Content unlocked, KeyRing ring, NameFilter filter) {
        Path file = unlocked.snapshot().file();
        ports.files().sweep(file);
        Content content = unlocked.now();
        Optional<FileOutcome> unchanged = content.withoutCiphertext();
        if (unchanged.isPresent()) {
            return unchanged.get();
        }
        FileSnapshot before = content.snapshot();
        boolean whole = content.state().plaintext().isEmpty();
        DecryptedDocument decrypted = new EnvFileCipher(ports.random()).decrypt(content.document(), ring, filter);
        if (!decrypted.decrypted().isEmpty()) {
            before.requireUnchanged();
            ports.files().write(file, written(decrypted), whole ? FileAccess.DECRYPTED : FileAccess.PLAINTEXT);
        }
        if (!decrypted.failures().isEmpty()) {
            Failure first = decrypted.failures().getFirst();
            return new FileOutcome.Failed(failure(decrypted), first.line());
        }
        return decrypted.decrypted().isEmpty()
                ? new FileOutcome.NothingSelected("no encrypted value was selected")
                : new FileOutcome.Decrypted(decrypted.decrypted().size(), TextGate.defects(decrypted.document()));
    }

    /** A file that git's filter had to keep as one block is restored as its text. */
    private static byte[] written(DecryptedDocument decrypted) {
        return SealedText.unwrap(decrypted.document())
                .orElseGet(() -> decrypted.document().bytes());
    }

    /** What was read of the file, parsed once. */
    private record Content(FileSnapshot snapshot, EnvDocument document, EncryptionState state) {
        static Content of(FileSnapshot snapshot) {
            if (!snapshot.existed()) {
                throw new EnvdriftException(ErrorCode.FILE_NOT_FOUND, "File not found: " + snapshot.file());
            }
            EnvDocument document = EnvFile.parse(snapshot);
            return new Content(snapshot, document, EncryptionState.of(document));
        }

        /** Reads the file again. */
        Content now() {
            FileSnapshot now = FileSnapshot.of(snapshot.file());
            return now.holdsSameAs(snapshot) ? new Content(now, document, state) : of(now);
        }

        Optional<FileOutcome> withoutCiphertext() {
            state.requireNoSops();
            if (!state.encrypted().isEmpty()) {
                return Optional.empty();
            }
            KeyStoreRefusal.requireOtherContent(snapshot.file(), "decrypt", state);
            return Optional.of(new FileOutcome.Unchanged("not encrypted", TextGate.defects(document)));
        }
    }

    private static EnvdriftException failure(DecryptedDocument decrypted) {
        try {
            decrypted.orThrow();
            throw new IllegalStateException("there are failures");
        } catch (EnvdriftException e) {
            if (decrypted.decrypted().isEmpty()) {
                return e;
            }
            String left = decrypted.failures().stream().map(Failure::name).collect(Collectors.joining(", "));
            return new EnvdriftException(
                    e.code(),
                    e.getMessage() + " (left encrypted: " + left + "; decrypted: "
                            + decrypted.decrypted().size() + ")",
                    e.hint().orElse(null),
                    e);
        }
    }
}
