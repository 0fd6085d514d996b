package io.envdrift.workflow.push;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.config.EnvdriftConfig;
import io.envdrift.config.Mapping;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.KeyNames;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.sync.EnvFile;
import io.envdrift.vault.Vault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts the key of one folder into a vault. */
public record PushKey(Vault vault) {
    /**
     * Stores {@code DOTENV_PRIVATE_KEY_<ENV>=<key>}; what was there before becomes an older version.
     *
     * @param folder the folder of the keys file, absolute
     * @param config tells the keys file's name, where a mapping of the folder and environment does
     * @throws EnvdriftException {@code FILE_NOT_FOUND}, {@code MISSING_PRIVATE_KEY}, {@code UNUSABLE_KEY_MATERIAL} under
     *     {@code strict_keys}, or what the vault says
     */
    public VerifiedWrite.Written run(Path folder, String secret, String environment, Optional<EnvdriftConfig> config) {
        KeyFolder place = KeyFolder.of(folder, environment, config);
        Optional<Path> unmapped = place.envFile().isPresent() ? Optional.empty() : plainEnvFile(folder, environment);
        Optional<KeyNames> foreign = unmapped.flatMap(file -> foreignNames(file, environment));
        LabelledKey key = foreign.isPresent()
                ? labelled(place.keysFile(), environment, unmapped.orElseThrow(), foreign.get())
                : LabelledKey.read(
                        place.keysFile(),
                        environment,
                        place.envFile().or(() -> unmapped),
                        config.map(read -> KeysFilesAbove.of(place.folder(), read.directory(), read.sync()))
                                .orElse(List.of()));
        boolean strict = config.filter(EnvdriftConfig::hasStrictKeys).isPresent();
        return new VerifiedWrite(vault).put(secret, key.under(strict).line()).doubting(key.doubt());
    }

    /** Returns the names in a file's header where they are another environment's: a copied file keeps its header. */
    private static Optional<KeyNames> foreignNames(Path file, String environment) {
        return EncryptionState.of(EnvFile.read(file))
                .keyNames()
                .filter(names -> !names.suffix().isEmpty()
                        && !names.suffix()
                                .equalsIgnoreCase(
                                        KeyNames.ofEnvironment(environment).suffix()));
    }

    /** A key that is labelled for another environment is never given this one's label. */
    private static LabelledKey labelled(Path keysFile, String environment, Path file, KeyNames foreign) {
        String name = KeyNames.ofEnvironment(environment).privateKey();
        return LabelledKey.find(keysFile, environment, Optional.empty(), List.of(), KeyRing.empty())
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.MISSING_PRIVATE_KEY,
                        "Key '" + name + "' not found in " + keysFile.getFileName() + ", and " + file.getFileName()
                                + " is encrypted to a key of another environment (" + foreign.publicKey() + ")",
                        "name that environment, or give the file a key of its own: envdrift decrypt, remove the header,"
                                + " envdrift encrypt"));
    }

    private static Optional<Path> plainEnvFile(Path folder, String environment) {
        return Stream.of(Mapping.envFileOf(environment), ".env")
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
