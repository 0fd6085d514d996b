package io.envdrift.workflow.push;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.KeyList;
import io.envdrift.dotenvx.KeyNames;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.KeysFile;
import io.envdrift.dotenvx.PublicKey;
import io.envdrift.sync.EnvFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The key of an environment in a keys file, as it goes to a vault: labelled with the environment's name, under whatever
 * name the file has it.
 *
 * @param name the label, as in {@code DOTENV_PRIVATE_KEY_PRODUCTION}
 * @param value the key, or several separated by commas
 * @param keysFile where it is
 */
record LabelledKey(String name, Secret value, Path keysFile) {
    /** Returns the line that is stored in the vault. */
    Secret line() {
        return Secret.of(name + "=" + value.reveal());
    }

    /**
     * Reads it.
     *
     * @param envFile the env file, whose public key finds the key when it has another name (a plain {@code .env} has no
     *     suffix)
     * @param above further keys files, where only a key counts that the env file names
     * @throws EnvdriftException {@code FILE_NOT_FOUND} without keys file, {@code MISSING_PRIVATE_KEY} when the key is not
     *     in it
     */
    static LabelledKey read(Path keysFile, String environment, Optional<Path> envFile, List<Path> above) {
        String name = KeyNames.ofEnvironment(environment).privateKey();
        boolean encrypted = envFile.filter(file ->
                        !EncryptionState.of(EnvFile.read(file)).encrypted().isEmpty())
                .isPresent();
        String hint = encrypted
                ? "the file is encrypted, so its key is elsewhere: bring the keys file of whoever encrypted it, or its"
                        + " line " + name + "=…"
                : "encrypt the env file first: envdrift encrypt FILE";
        Optional<LabelledKey> found = find(keysFile, environment, envFile, above, KeyRing.empty());
        if (found.isEmpty() && !Files.exists(keysFile)) {
            throw new EnvdriftException(
                    ErrorCode.FILE_NOT_FOUND,
                    "File not found: " + keysFile.getFileName() + " (Key file does not exist: " + keysFile + ")",
                    hint);
        }
        return found.orElseThrow(() -> new EnvdriftException(
                ErrorCode.MISSING_PRIVATE_KEY,
                "Key '" + name + "' not found in " + keysFile.getFileName() + " (" + name + " missing from " + keysFile
                        + ")",
                hint));
    }

    /**
     * Reads it like {@link #read}, where it is there.
     *
     * @param inVault the keys of the vault, whose history it may go on in a line of its own
     * @throws EnvdriftException when a keys file cannot be read that may hold the key that the env file names, and no other does
     */
    static Optional<LabelledKey> find(
            Path keysFile, String environment, Optional<Path> envFile, List<Path> above, KeyRing inVault) {
        KeysFile keys = KeysFile.of(EnvFile.read(keysFile));
        String name = KeyNames.ofEnvironment(environment).privateKey();
        List<PublicKey> header = envFile.map(
                        file -> EncryptionState.of(EnvFile.read(file)).validPublicKeys())
                .orElse(List.of());
        KeysFile own = keys.concerning(name, key -> header.contains(key) || inVault.holds(key));
        return byPublicKey(keys, own, name, header, envFile)
                .map(value -> new LabelledKey(name, value, keysFile))
                .or(() -> header.isEmpty() ? Optional.empty() : above(above, name, header, envFile))
                .or(() -> byName(own, name).map(value -> new LabelledKey(name, value, keysFile)));
    }

    /** A file that cannot be read matters only when no other one has the key. */
    private static Optional<LabelledKey> above(
            List<Path> keysFiles, String name, List<PublicKey> header, Optional<Path> envFile) {
        Optional<EnvdriftException> unreadable = Optional.empty();
        for (Path keysFile : keysFiles) {
            try {
                Optional<LabelledKey> found = named(keysFile, name, header, envFile);
                if (found.isPresent()) {
                    return found;
                }
            } catch (EnvdriftException e) {
                unreadable = unreadable.or(() -> Optional.of(e));
            }
        }
        unreadable.ifPresent(failure -> {
            throw failure;
        });
        return Optional.empty();
    }

    /** Each line of the name is read by itself, because keys of other folders have the same name there. */
    private static Optional<LabelledKey> named(
            Path keysFile, String name, List<PublicKey> header, Optional<Path> envFile) {
        KeysFile keys = KeysFile.of(EnvFile.read(keysFile));
        return header.stream()
                .flatMap(key -> entry(keys, key, name, envFile).stream())
                .findFirst()
                .map(entry -> new LabelledKey(name, entry.list().value(), keysFile));
    }

    private static Optional<Secret> byPublicKey(
            KeysFile keys, KeysFile own, String name, List<PublicKey> header, Optional<Path> envFile) {
        return header.stream()
                .flatMap(key -> entry(keys, key, name, envFile).stream())
                .findFirst()
                .map(entry -> (entry.name().equals(name) ? own.list(name) : entry.list()).value());
    }

    /**
     * Returns the line of a public key.
     *
     * @throws EnvdriftException when the env file names it as another environment's and the keys file does not name it as this
     *     one's: a copied file has the key of the first one, which is not for all who may read this one's
     */
    private static Optional<KeysFile.Entry> entry(KeysFile keys, PublicKey key, String name, Optional<Path> envFile) {
        Optional<KeysFile.Entry> own = keys.entries(name).stream()
                .filter(entry -> KeyRing.of(entry.list().keys()).holds(key))
                .findFirst();
        if (own.isPresent()) {
            return own;
        }
        Optional<KeysFile.Entry> found = keys.find(key);
        found.flatMap(any -> envFile)
                .flatMap(file -> foreignName(file, key, name))
                .ifPresent(foreign -> {
                    throw new EnvdriftException(
                            ErrorCode.MISSING_PRIVATE_KEY,
                            "the file is encrypted to the key of another environment (" + foreign + ")",
                            "give it a key of its own: decrypt it, delete the line of its public key, encrypt it; or,"
                                    + " where both may have one key, put that key into the keys file under the name"
                                    + " " + name
                                    + ", too");
                });
        return found;
    }

    /** Returns the name that a file has for a public key, unless it is that of the environment, the file, or of none. */
    private static Optional<String> foreignName(Path file, PublicKey key, String name) {
        KeyNames usual = KeyNames.ofFile(String.valueOf(file.getFileName()));
        return EncryptionState.of(EnvFile.read(file)).publicKeys().stream()
                .filter(line ->
                        PublicKey.tryParse(line.value()).filter(key::equals).isPresent())
                .flatMap(line -> KeyNames.ofVariable(line.name()).stream())
                .filter(names ->
                        !names.suffix().isEmpty() && !names.privateKey().equalsIgnoreCase(name) && !names.equals(usual))
                .map(KeyNames::publicKey)
                .findFirst();
    }

    /** Returns what is to be said of a value that is pushed and is no private key, with the reason; never the value. */
    Optional<String> doubt() {
        return KeyList.parse(value.reveal())
                .defect()
                .map(defect -> name + " does not look like a dotenvx private key: " + defect);
    }

    /**
     * Returns this, once it may be pushed.
     *
     * @param strict whether only private keys may
     * @throws EnvdriftException {@code UNUSABLE_KEY_MATERIAL} when it must be a private key and is none
     */
    LabelledKey under(boolean strict) {
        doubt().filter(any -> strict).ifPresent(reason -> {
            throw new EnvdriftException(
                    ErrorCode.UNUSABLE_KEY_MATERIAL,
                    reason + " (" + keysFile + ")",
                    "put the key's 64 hex digits there, or set strict_keys = false");
        });
        return this;
    }

    private static Optional<Secret> byName(KeysFile keys, String name) {
        return keys.entries(name).stream()
                .map(entry -> entry.list().value())
                .filter(value -> !value.isEmpty())
                .reduce((first, last) -> last);
    }
}
