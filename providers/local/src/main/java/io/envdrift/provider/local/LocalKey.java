package io.envdrift.provider.local;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.crypto.AesGcm;
import io.envdrift.crypto.Hkdf;
import io.envdrift.crypto.Pbkdf2;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FolderLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

/** The key of a local vault: a passphrase, or 32 random bytes in a file. */
public final class LocalKey {
    private static final int USUAL_ROUNDS = 600_000;
    private static final byte[] PURPOSE = "envdrift local vault 1".getBytes(StandardCharsets.US_ASCII);

    private final KeyDerivation.Kind kind;
    private final Secret secret;
    private final int rounds;

    /** The secret is the passphrase, or the hex digits of a key file. */
    private LocalKey(KeyDerivation.Kind kind, Secret secret, int rounds) {
        this.kind = kind;
        this.secret = secret;
        this.rounds = rounds;
    }

    /**
     * A key from a passphrase: making or opening a vault takes about a second.
     *
     * @throws EnvdriftException {@code VAULT_SETTINGS} when it is empty
     */
    public static LocalKey passphrase(Secret passphrase) {
        return passphrase(passphrase, USUAL_ROUNDS);
    }

    /** The same with another number of rounds for new vaults, for tests in a hurry. */
    static LocalKey passphrase(Secret passphrase, int rounds) {
        if (passphrase.isEmpty()) {
            throw new EnvdriftException(ErrorCode.VAULT_SETTINGS, "The passphrase of the local vault is empty");
        }
        return new LocalKey(KeyDerivation.Kind.PASSPHRASE, passphrase, rounds);
    }

    /**
     * A key from a file of 32 bytes, or of their 64 hex digits and perhaps a line end: opening takes no time.
     *
     * @throws EnvdriftException {@code FILE_NOT_FOUND} or {@code FILE_ACCESS} when it cannot be read, {@code
     *     VAULT_SETTINGS} when others than its owner may use it, or it holds something else
     */
    public static LocalKey file(Path file) {
        return new LocalKey(KeyDerivation.Kind.KEY_FILE, KeyFile.read(file), 0);
    }

    /**
     * Makes a file with a new random key that only its owner may use.
     *
     * @return the key in it
     * @throws EnvdriftException {@code FILE_ACCESS} when it exists already or cannot be written
     */
    public static LocalKey createFile(Path file, AtomicFile files) {
        byte[] key = new byte[AesGcm.KEY_LENGTH];
        new SecureRandom().nextBytes(key);
        String digits = HexFormat.of().formatHex(key);
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        try (FolderLock lock = FolderLock.acquireOwn(folder, LocalVault.LONGEST_WAIT)) {
            Objects.requireNonNull(lock);
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new EnvdriftException(
                        ErrorCode.FILE_ACCESS,
                        "Cannot make the key file " + file + ": it exists already",
                        "choose another name; a key file that is in use must not be replaced");
            }
            files.sweep(file);
            // Renamed into place as a whole: half a key must never pass for one.
            files.write(file, (digits + "\n").getBytes(StandardCharsets.US_ASCII), FileAccess.OWNER_ONLY);
        }
        return new LocalKey(KeyDerivation.Kind.KEY_FILE, Secret.of(digits), 0);
    }

    /** Returns how a new vault derives its key from this one. */
    KeyDerivation newDerivation() {
        return KeyDerivation.fresh(kind, rounds);
    }

    /** Derives a vault's key; nothing when that vault wants the other kind. */
    Optional<byte[]> derive(KeyDerivation derivation) {
        if (derivation.kind() != kind) {
            return Optional.empty();
        }
        byte[] salt = derivation.saltBytes();
        return Optional.of(
                switch (kind) {
                    case PASSPHRASE -> Pbkdf2.derive(secret, salt, derivation.rounds(), AesGcm.KEY_LENGTH);
                    case KEY_FILE ->
                        Hkdf.derive(salt, HexFormat.of().parseHex(secret.reveal()), PURPOSE, AesGcm.KEY_LENGTH);
                });
    }

    /** Shows neither passphrase nor key. */
    @Override
    public String toString() {
        return "LocalKey from " + kind.source();
    }
}
