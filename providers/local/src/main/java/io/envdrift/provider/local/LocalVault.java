package io.envdrift.provider.local;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileSnapshot;
import io.envdrift.files.FolderLock;
import io.envdrift.vault.SecretNotFoundException;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultRead;
import io.envdrift.vault.VaultSecret;
import io.envdrift.vault.WriteCondition;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A vault that is one sealed file; {@link VaultFile} describes it.
 *
 * <p>Any number of processes may use the file at once: it is replaced as a whole, and only under the lock of its folder,
 * so a reader sees one state or the next, and compare-and-set is exact. The key is derived once, when it is first needed.
 */
public final class LocalVault implements Vault {
    /** How long a write waits for other writers. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private static final int LARGEST_FILE = 64 << 20;
    private static final String MAKE_IT =
            "correct path in [vault.local], or make it with the first secret: envdrift vault-push";
    private static final String CHECK_PATH = "check path and key_file in [vault.local], and who may use them";

    private final Path file;
    private final String label;
    private final SecretRules rules;
    private final Supplier<Optional<LocalKey>> keySource;
    private final AtomicFile files;
    private final Supplier<Duration> patience;

    private boolean askedForKey;
    private Optional<LocalKey> key = Optional.empty();
    private @Nullable Derived derived;
    private @Nullable Opened opened;

    /** A derived key, kept because deriving is slow. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Derived(KeyDerivation derivation, byte[] key) {}

    /** What a file held, kept because many secrets are read from one file. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Opened(byte[] content, VersionedSecrets secrets) {}

    /**
     * Gives access to a vault.
     *
     * @param keySource asked once, when the key is needed
     * @param patience how long a write may wait for other writers
     */
    LocalVault(Path file, Supplier<Optional<LocalKey>> keySource, AtomicFile files, Supplier<Duration> patience) {
        this.file = file.toAbsolutePath();
        this.label = "local vault " + this.file;
        this.rules = new SecretRules(label);
        this.keySource = keySource;
        this.files = files;
        this.patience = patience;
    }

    /**
     * Makes a new vault without secrets, 0600.
     *
     * @throws VaultException {@code VAULT_FAILED} when the file exists already or cannot be written
     */
    public static LocalVault create(Path file, LocalKey key, AtomicFile files) {
        LocalVault vault = at(file, key, files);
        vault.guarded(() -> {
            byte[] content = vault.seal(VersionedSecrets.none(), key.newDerivation());
            Path folder = Objects.requireNonNull(vault.file.getParent());
            try (FolderLock lock = FolderLock.acquire(List.of(folder), LONGEST_WAIT)) {
                Objects.requireNonNull(lock);
                if (Files.exists(vault.file, LinkOption.NOFOLLOW_LINKS)) {
                    throw new EnvdriftException(
                            ErrorCode.VAULT_FAILED,
                            "Cannot make " + vault.label + ": the file exists already",
                            "choose another path, or remove the file if its secrets are not needed");
                }
                files.sweep(vault.file);
                // Renamed into place as a whole: an empty file would pass for a damaged vault.
                files.write(vault.file, content, FileAccess.OWNER_ONLY);
            }
            return vault;
        });
        return vault;
    }

    /** Gives access to a vault, whose file the first write makes where it is missing. Nothing is read yet. */
    public static LocalVault at(Path file, LocalKey key, AtomicFile files) {
        return new LocalVault(file, () -> Optional.of(key), files, () -> LONGEST_WAIT);
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public void probe() {
        guarded(this::read);
    }

    @Override
    public VaultSecret get(String name) {
        return guarded(() -> latest(name));
    }

    /** Everything is in one file: all secrets are one read. */
    @Override
    public int batchSize() {
        return Integer.MAX_VALUE;
    }

    @Override
    public Map<String, VaultRead> getMany(Collection<String> names) {
        Map<String, VaultRead> reads = new LinkedHashMap<>();
        try {
            VersionedSecrets secrets = guarded(this::read);
            names.forEach(name -> reads.put(name, VaultRead.of(() -> rules.latest(secrets, name))));
        } catch (VaultException e) {
            names.forEach(name -> reads.put(name, new VaultRead.Failed(e)));
        }
        return reads;
    }

    @Override
    public List<String> list(String prefix) {
        return guarded(this::read).names(prefix);
    }

    @Override
    @SuppressWarnings("try") // The lock is only to be held.
    public String put(String name, Secret value, WriteCondition condition) {
        return guarded(() -> {
            Path folder = Objects.requireNonNull(file.getParent(), "a file has a folder");
            try (FolderLock lock = FolderLock.acquire(List.of(folder), patience.get())) {
                files.sweep(file);
                return rules.latest(change(name, value, condition), name).version();
            }
        });
    }

    /** The first secret makes the file, too. */
    private synchronized VersionedSecrets change(String name, Secret value, WriteCondition condition) {
        boolean first = !isThere();
        VersionedSecrets before = first ? VersionedSecrets.none() : read();
        VersionedSecrets after = rules.written(before, name, value, condition);
        KeyDerivation derivation = first
                ? localKey().newDerivation()
                : Objects.requireNonNull(derived, "what was read was opened").derivation;
        files.write(file, seal(after, derivation), FileAccess.OWNER_ONLY);
        return after;
    }

    /** A secret of a file that does not exist yet counts as missing, so that it can be written. */
    private VaultSecret latest(String name) {
        try {
            return rules.latest(isThere() ? read() : VersionedSecrets.none(), name);
        } catch (SecretNotFoundException e) {
            if (isThere()) {
                throw e;
            }
            throw new SecretNotFoundException(label, name, e.getMessage() + ", whose file does not exist", MAKE_IT);
        }
    }

    private boolean isThere() {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    private synchronized VersionedSecrets read() {
        byte[] content = content();
        if (opened != null && Arrays.equals(opened.content, content)) {
            return opened.secrets;
        }
        VaultFile sealed = VaultFile.parse(content, label);
        byte[] plain = sealed.open(vaultKey(sealed.derivation())).orElseThrow(this::cannotOpen);
        VersionedSecrets secrets = ContentJson.read(plain).orElseThrow(this::cannotOpen);
        opened = new Opened(content, secrets);
        return secrets;
    }

    private byte[] content() {
        byte[] content = FileSnapshot.of(file)
                .content()
                .orElseThrow(
                        () -> failure(ErrorCode.VAULT_SETTINGS, "The file of " + label + " does not exist", MAKE_IT));
        if (content.length > LARGEST_FILE) {
            throw failure(ErrorCode.MALFORMED_ANSWER, "The file of " + label + " is larger than 64 MiB", CHECK_PATH);
        }
        return content;
    }

    private synchronized byte[] seal(VersionedSecrets secrets, KeyDerivation derivation) {
        byte[] content = VaultFile.seal(derivation, vaultKey(derivation), ContentJson.write(secrets))
                .bytes();
        if (content.length > LARGEST_FILE) {
            throw failure(ErrorCode.VAULT_FAILED, "The file of " + label + " would grow beyond 64 MiB", CHECK_PATH);
        }
        return content;
    }

    private synchronized byte[] vaultKey(KeyDerivation derivation) {
        if (derived == null || !derived.derivation.equals(derivation)) {
            byte[] fresh = localKey()
                    .derive(derivation)
                    .orElseThrow(() -> failure(
                            ErrorCode.NOT_AUTHENTICATED,
                            "The " + label + " opens with " + derivation.kind().source() + " only",
                            "set ENVDRIFT_LOCAL_PASSPHRASE for a passphrase, key_file in [vault.local] for a"
                                    + " key file"));
            derived = new Derived(derivation, fresh);
        }
        return derived.key;
    }

    private synchronized LocalKey localKey() {
        if (!askedForKey) {
            key = keySource.get();
            askedForKey = true;
        }
        return key.orElseThrow(() -> failure(
                ErrorCode.NOT_AUTHENTICATED,
                "Nothing to open " + label + " with: no passphrase and no key file",
                "set ENVDRIFT_LOCAL_PASSPHRASE, or key_file in [vault.local]"));
    }

    private VaultException cannotOpen() {
        return failure(
                ErrorCode.NOT_AUTHENTICATED,
                "Cannot open " + label
                        + ": the passphrase or key is wrong, or the file is damaged; it cannot be told which",
                "check ENVDRIFT_LOCAL_PASSPHRASE or key_file, then compare the file with the one in git or a backup");
    }

    /** Runs a step, and gives every error the vault's name. */
    private <T> T guarded(Supplier<T> step) {
        try {
            return step.get();
        } catch (VaultException e) {
            throw e;
        } catch (EnvdriftException e) {
            ErrorCode code = e.code() == ErrorCode.FILE_NOT_FOUND ? ErrorCode.VAULT_SETTINGS : e.code();
            throw new VaultException(code, label, e.getMessage(), e.hint().orElse(CHECK_PATH), e);
        }
    }

    private VaultException failure(ErrorCode code, String message, String hint) {
        return new VaultException(code, label, message, hint, null);
    }

    @Override
    public void close() {
        // No connection to end.
    }

    @Override
    public String toString() {
        return label;
    }
}
