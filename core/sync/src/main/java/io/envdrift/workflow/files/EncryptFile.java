package io.envdrift.workflow.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.config.Mapping;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.Glob;
import io.envdrift.dotenv.NameFilter;
import io.envdrift.dotenvx.EncryptedDocument;
import io.envdrift.dotenvx.Encryption;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.GateFinding;
import io.envdrift.dotenvx.KeyList;
import io.envdrift.dotenvx.KeyNames;
import io.envdrift.dotenvx.KeysFile;
import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.dotenvx.PublicKey;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileSnapshot;
import io.envdrift.files.FolderLock;
import io.envdrift.sync.EnvFile;
import io.envdrift.sync.KeysFileWriter;
import io.envdrift.sync.SyncApplier;
import io.envdrift.workflow.Ports;
import io.envdrift.workflow.keys.KeyStoreRefusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Encrypts the plaintext values of one env file, in place. */
public final class EncryptFile {
    private static final FileOutcome NOTHING_SELECTED =
            new FileOutcome.NothingSelected("no plaintext value was selected");

    private final Ports ports;
    private final List<Glob> plainKeys;

    /**
     * Creates the workflow.
     *
     * @param plainKeys names of values that stay plaintext on purpose
     */
    public EncryptFile(Ports ports, List<Glob> plainKeys) {
        this.ports = ports;
        this.plainKeys = List.copyOf(plainKeys);
    }

    /**
     * What to encrypt and with which keys.
     *
     * @param file the env file; a link was resolved before
     * @param name its name as it was given, which a key is named after where nothing else names it
     * @param keys where its keys come from
     * @param filter which names to encrypt
     * @param previous earlier versions, the one to prefer first; where a value is the same, its ciphertext is kept
     */
    public record Request(Path file, String name, EncryptionKeys keys, NameFilter filter, List<byte[]> previous) {
        /** Copies the list. */
        public Request {
            previous = List.copyOf(previous);
        }

        /**
         * Returns the request for all values of a mapping's file.
         *
         * @param vaultKey the vault's key of an ephemeral mapping
         */
        public static Request of(
                Mapping mapping, Path file, Optional<KeyList> vaultKey, KeyPolicy policy, List<byte[]> previous) {
            EncryptionKeys keys =
                    new EncryptionKeys(mapping.keysFile(), Optional.of(mapping.keyNames()), vaultKey, policy);
            return new Request(file, mapping.usualEnvFile(), keys, NameFilter.all(), previous);
        }
    }

    /**
     * Encrypts a file. Nothing is written unless every selected value is encrypted afterwards and, where the private key
     * is at hand, opens again.
     *
     * @throws EnvdriftException with the reason why the file was left as it is
     */
    public FileOutcome run(Request request) {
        Path folder = Objects.requireNonNull(request.file().toAbsolutePath().getParent());
        Path keysFolder =
                Objects.requireNonNull(request.keys().file().toAbsolutePath().getParent());
        if (!Files.isDirectory(keysFolder) && Files.isDirectory(folder)) {
            ports.files().createDirectories(keysFolder);
        }
        try (FolderLock lock = FolderLock.acquire(List.of(folder, keysFolder), SyncApplier.LOCK_LIMIT)) {
            Objects.requireNonNull(lock);
            return underLock(request);
        }
    }

    /**
     * Checks what an encryption would find, without writing.
     *
     * @throws EnvdriftException as {@link #run}, also when the header of an encrypted file is not that of the keys at
     *     hand
     */
    public FileOutcome check(Request request) {
        return check(request, EnvFile.read(request.file()));
    }

    /** Returns what a gate says of the env file of a mapping, where {@link #check(Request)} found this. */
    static FileOutcome asMapped(Path file, FileOutcome found) {
        return found instanceof FileOutcome.Skipped
                ? new FileOutcome.Failed(TextGate.refusal(file, List.of(GateFinding.NOTHING)), 0)
                : found;
    }

    /** Checks what a file holds that is read once only, a pipe; see {@link #check(Request)}. */
    FileOutcome check(Request request, EnvDocument document) {
        EncryptionState state = EncryptionState.of(document, plainKeys);
        List<GateFinding> findings = GateFinding.of(document, state);
        requireSound(request, findings);
        return switch (state.kind()) {
            case NOTHING -> new FileOutcome.Skipped("nothing to encrypt");
            case ENCRYPTED -> state.lacksHeader() ? wouldHead(request, state) : alreadyEncrypted(request, state);
            case PLAINTEXT -> new FileOutcome.WouldEncrypt(findings, false);
            case MIXED -> new FileOutcome.WouldEncrypt(findings, true);
        };
    }

    /** Tells whether an encryption would have to make a new key pair. Writes nothing. */
    public boolean needsNewKey(Request request) {
        EncryptionState state = EncryptionState.of(EnvFile.read(request.file()), plainKeys);
        return request.keys().fromVault().isEmpty()
                && state.publicKeys().isEmpty()
                && !state.lacksHeader()
                && keysOf(request)
                        .list(namesOf(request, state).privateKey())
                        .tokens()
                        .isEmpty();
    }

    /** Tells whether a file holds nothing but empty values any more, of which an earlier version kept some encrypted. */
    boolean isEmptied(Path file, List<byte[]> previous) {
        EncryptionState state = EncryptionState.of(EnvFile.read(file), plainKeys);
        return state.kind() == EncryptionState.Kind.NOTHING
                && !state.empty().isEmpty()
                && previous.stream()
                        .flatMap(version -> EnvDocument.tryDecode(version).stream())
                        .anyMatch(earlier ->
                                !EncryptionState.of(earlier).encrypted().isEmpty());
    }

    private FileOutcome alreadyEncrypted(Request request, EncryptionState state) {
        if (!state.publicKeys().isEmpty()) {
            KeyPolicy trusting = new KeyPolicy(true, KeyPolicy.Minting.REFUSED);
            choice(request, state).choose(state, trusting, ports.random());
        }
        return new FileOutcome.Unchanged("already encrypted");
    }

    /** A check fetches no key of an ephemeral mapping; any other must be at hand to say that an encryption mends the file. */
    private FileOutcome wouldHead(Request request, EncryptionState state) {
        if (request.keys().fromVault().isEmpty()) {
            choice(request, state).choose(state, request.keys().policy(), ports.random());
        }
        return new FileOutcome.WouldHead(namesOf(request, state).publicKey());
    }

    private FileOutcome head(Request request, FileSnapshot before, EnvDocument document, EncryptionState state) {
        KeyNames names = namesOf(request, state);
        PublicKey key = choice(request, state)
                .choose(state, request.keys().policy(), ports.random())
                .publicKey();
        EnvDocument headed = new EnvFileCipher(ports.random()).withHeader(document, key, names, request.name());
        before.requireUnchanged();
        ports.files().write(request.file(), headed.bytes(), FileAccess.ENCRYPTED);
        return new FileOutcome.Headed(names.publicKey(), key.fingerprint());
    }

    private RecipientChoice choice(Request request, EncryptionState state) {
        return new RecipientChoice(
                request.file(), namesOf(request, state), request.keys().fromVault(), keysOf(request));
    }

    private static KeysFile keysOf(Request request) {
        return request.keys().fromVault().isPresent()
                ? KeysFile.empty()
                : KeysFile.of(EnvFile.read(request.keys().file()));
    }

    private FileOutcome underLock(Request request) {
        ports.files().sweep(request.file());
        FileSnapshot before = FileSnapshot.of(request.file());
        if (!before.existed()) {
            throw new EnvdriftException(ErrorCode.FILE_NOT_FOUND, "File not found: " + request.file());
        }
        EnvDocument document = EnvFile.parse(before);
        EncryptionState state = EncryptionState.of(document, plainKeys);
        state.requireNoSops();
        KeyStoreRefusal.requireOtherContent(request.file(), "encrypt", state);
        requireSound(request, GateFinding.of(document, state));
        requireValues(request.file(), state);
        NameFilter filter = request.filter().without(plainKeys);
        if (state.plaintext().stream().noneMatch(value -> filter.accepts(value.name()))
                && !state.encrypted().isEmpty()) {
            boolean selected = state.plaintext().isEmpty()
                    || state.encrypted().stream().anyMatch(value -> filter.accepts(value.name()));
            if (state.lacksHeader() && selected) {
                return head(request, before, document, state);
            }
            FileOutcome untouched = alreadyEncrypted(request, state);
            return selected ? untouched : NOTHING_SELECTED;
        }
        KeyNames names = namesOf(request, state);
        Recipient recipient =
                choice(request, state).choose(state, request.keys().policy(), ports.random());
        EncryptedDocument encrypted = encrypt(document, names, recipient, filter, request);
        if (encrypted.encrypted().isEmpty() && encrypted.kept().isEmpty()) {
            return NOTHING_SELECTED;
        }
        EncryptionProof proof = new EncryptionProof(request.file(), document, encrypted.document());
        proof.requireNoPlaintext(plainKeys, filter);
        EnvFileCipher cipher = new EnvFileCipher(ports.random());
        recipient.privateKey().ifPresent(key -> proof.requireSameValues(cipher, key));
        List<String> notes = new ArrayList<>();
        if (recipient.minted()) {
            // The key is stored first: a file encrypted to a lost key would be lost with it.
            store(request, names, recipient.privateKey().orElseThrow());
            notes.add("made a new key " + names.privateKey() + " in "
                    + request.keys().file());
        }
        if (recipient.privateKey().isEmpty()) {
            notes.add("trusted the file's public key " + recipient.publicKey().fingerprint()
                    + " and encrypted " + encrypted.encrypted().size()
                    + " value(s) afresh; no private key was at hand to confirm it");
        }
        before.requireUnchanged();
        ports.files().write(request.file(), encrypted.document().bytes(), FileAccess.ENCRYPTED);
        return new FileOutcome.Encrypted(
                encrypted.encrypted().size(), encrypted.kept().size(), notes);
    }

    private static void requireValues(Path file, EncryptionState state) {
        if (state.considered() == 0 && state.empty().isEmpty()) {
            throw new EnvdriftException(ErrorCode.UNSUITABLE_FILE, "Nothing to encrypt in " + file);
        }
    }

    /** Refuses a file with findings that an encryption does not mend; those of values that are not selected do not count. */
    private static void requireSound(Request request, List<GateFinding> findings) {
        List<GateFinding> blocking = GateFinding.blocking(findings).stream()
                .filter(finding -> finding.name().isEmpty()
                        || finding.kind() == GateFinding.Kind.NO_ASSIGNMENT
                        || finding.kind() == GateFinding.Kind.INVALID_PUBLIC_KEY
                        || request.filter().accepts(finding.name()))
                .toList();
        if (!blocking.isEmpty()) {
            throw TextGate.refusal(request.file(), blocking, findings);
        }
    }

    private static KeyNames namesOf(Request request, EncryptionState state) {
        return request.keys().names().or(state::keyNames).orElseGet(() -> KeyNames.ofFile(request.name()));
    }

    private EncryptedDocument encrypt(
            EnvDocument document, KeyNames names, Recipient recipient, NameFilter filter, Request request) {
        Encryption encryption = Encryption.of(recipient.publicKey(), request.name())
                .withNames(names)
                .withFilter(filter);
        if (recipient.privateKey().isPresent()) {
            for (byte[] version : request.previous()) {
                // An old version that is no text has no ciphertext to keep.
                Optional<EnvDocument> previous = EnvDocument.tryDecode(version);
                if (previous.isPresent()) {
                    encryption = encryption.keeping(
                            previous.get(), recipient.privateKey().get());
                }
            }
        }
        return new EnvFileCipher(ports.random()).encrypt(document, encryption);
    }

    private void store(Request request, KeyNames names, PrivateKey key) {
        FileSnapshot before = FileSnapshot.of(request.keys().file());
        KeysFile edited = KeysFile.of(EnvFile.parse(before)).with(names.privateKey(), key.secret(), request.name());
        ports.files().sweep(request.keys().file());
        new KeysFileWriter(ports.files(), ports.clock()).replace(before, edited, false);
    }
}
