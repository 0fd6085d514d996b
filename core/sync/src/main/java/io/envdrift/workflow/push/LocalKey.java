package io.envdrift.workflow.push;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.KeyNames;
import io.envdrift.dotenvx.KeysFile;
import io.envdrift.files.FileSnapshot;
import io.envdrift.sync.EnvFile;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The key of an environment in a keys file, as it goes to a vault: labelled with the environment's name, under whatever
 * name the file has it.
 *
 * @param name the label, as in {@code DOTENV_PRIVATE_KEY_PRODUCTION}
 * @param value the key, or several separated by commas
 */
record LocalKey(String name, Secret value) {
    /** Returns the line that is stored in the vault. */
    Secret line() {
        return Secret.of(name + "=" + value.reveal());
    }

    /**
     * Reads it.
     *
     * @param envFile the env file, whose public key finds the key when it has another name (a plain {@code .env} has no
     *     suffix)
     * @throws EnvdriftException {@code FILE_NOT_FOUND} without keys file, {@code MISSING_PRIVATE_KEY} when the key is not
     *     in it
     */
    static LocalKey read(Path keysFile, String environment, Optional<Path> envFile) {
        FileSnapshot snapshot = FileSnapshot.of(keysFile);
        if (!snapshot.existed()) {
            throw new EnvdriftException(
                    ErrorCode.FILE_NOT_FOUND, "Key file does not exist: " + keysFile, "run: envdrift encrypt FILE");
        }
        KeysFile keys = KeysFile.of(EnvFile.parse(snapshot));
        KeyNames names = KeyNames.ofEnvironment(environment);
        return envFile.flatMap(file -> byPublicKey(keys, file))
                .or(() -> byName(keys, names.privateKey()))
                .map(value -> new LocalKey(names.privateKey(), value))
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.MISSING_PRIVATE_KEY,
                        names.privateKey() + " missing from " + keysFile,
                        "encrypt the env file first, or name another --env"));
    }

    private static Optional<Secret> byPublicKey(KeysFile keys, Path envFile) {
        return EncryptionState.of(EnvFile.read(envFile))
                .recipient()
                .flatMap(keys::find)
                .map(entry -> entry.list().value());
    }

    private static Optional<Secret> byName(KeysFile keys, String name) {
        return keys.entries(name).stream()
                .map(entry -> entry.list().value())
                .filter(value -> !value.isEmpty())
                .reduce((first, last) -> last);
    }
}
