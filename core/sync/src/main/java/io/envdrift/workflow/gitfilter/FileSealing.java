package io.envdrift.workflow.gitfilter;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.ShellLine;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.Glob;
import io.envdrift.dotenv.NameFilter;
import io.envdrift.dotenvx.Encryption;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.GateFinding;
import io.envdrift.dotenvx.KeyNames;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.dotenvx.PublicKey;
import io.envdrift.dotenvx.SealedText;
import io.envdrift.dotenvx.SealingSeed;
import io.envdrift.git.FilteredFiles;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Encrypts one file whole: by value where readers understand its text, else as one block.
 *
 * @param secret a secret of the clone, by which the same text always becomes the same ciphertext here: git asks for it again
 *     with each command, and patches what it was told before
 */
record FileSealing(FilterKeys keys, EnvFileCipher cipher, PlainKeys plainKeys, Supplier<byte[]> secret) {
    /**
     * Encrypts.
     *
     * @param document the content as text; empty when it is none
     * @param versions earlier versions, the one to prefer first; where a value is the same, its ciphertext is kept
     * @throws EnvdriftException {@code MISSING_PRIVATE_KEY} or {@code WRONG_PRIVATE_KEY} when the file's key is not at hand,
     *     or what looking for it throws
     */
    byte[] seal(FilteredFiles.Entry entry, byte[] content, Optional<EnvDocument> document, List<EnvDocument> versions) {
        PrivateKey key = key(entry, document, versions);
        Encryption encryption = Encryption.of(key.publicKey(), name(entry))
                .withNames(KeyNames.ofVariable(entry.keyName()).orElseThrow())
                .withFilter(NameFilter.all().without(plainKeys.of(entry)))
                .repeatable(SealingSeed.of(key, secret.get(), entry.path()));
        for (EnvDocument version : versions) {
            encryption = encryption.keeping(version, key);
        }
        Optional<EnvDocument> sealed =
                document.isPresent() ? byValue(document.get(), encryption, plainKeys.of(entry)) : Optional.empty();
        EnvDocument result = sealed.isPresent()
                ? sealed.get()
                : cipher.encrypt(SealedText.wrap(content), encryption.withFilter(NameFilter.all()))
                        .document();
        return result.bytes();
    }

    /** Returns nothing when text would stay readable that no reader takes for a value, or the file is no env file. */
    private Optional<EnvDocument> byValue(EnvDocument document, Encryption encryption, List<Glob> plain) {
        try {
            EnvDocument encrypted = cipher.encrypt(document, encryption).document();
            return Optional.of(encrypted)
                    .filter(result -> GateFinding.of(result, plain).isEmpty());
        } catch (EnvdriftException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the key that the file names, else that which git's version names, else that which opens what is encrypted already, else
     * the newest that is meant for it.
     */
    private PrivateKey key(FilteredFiles.Entry entry, Optional<EnvDocument> document, List<EnvDocument> versions) {
        Optional<PublicKey> named = Stream.concat(document.stream(), versions.stream())
                .flatMap(version -> recipient(version).stream())
                .findFirst();
        if (named.isEmpty()) {
            Optional<EncryptionState> headless =
                    document.map(EncryptionState::of).filter(EncryptionState::lacksHeader);
            return headless.map(state -> keys.of(entry).opening(state))
                    .orElseGet(() -> keys.own(entry))
                    .orElseThrow(() -> noKey(
                            entry,
                            "run: envdrift sync; or make a key with: "
                                    + ShellLine.of("envdrift", "encrypt").file(entry.path())));
        }
        KeyRing ring = keys.of(entry);
        return ring.find(named.get())
                .orElseThrow(() -> ring.isEmpty()
                        ? noKey(entry, "run: envdrift sync")
                        : new EnvdriftException(
                                ErrorCode.WRONG_PRIVATE_KEY,
                                entry.path() + ": no key at hand belongs to its public key "
                                        + named.get().fingerprint() + "; git does not get it",
                                "run: envdrift sync; or restore the header from git"));
    }

    private static EnvdriftException noKey(FilteredFiles.Entry entry, String hint) {
        return new EnvdriftException(
                ErrorCode.MISSING_PRIVATE_KEY,
                entry.path() + ": it changed, and no key to encrypt it is at hand; git does not get it",
                hint);
    }

    private static Optional<PublicKey> recipient(EnvDocument document) {
        try {
            return EncryptionState.of(document).recipient();
        } catch (EnvdriftException e) {
            return Optional.empty();
        }
    }

    private static String name(FilteredFiles.Entry entry) {
        return entry.path().substring(entry.path().lastIndexOf('/') + 1);
    }
}
