package io.envdrift.workflow.push;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.config.EnvdriftConfig;
import io.envdrift.config.Mapping;
import io.envdrift.dotenv.NameFilter;
import io.envdrift.dotenvx.KeyList;
import io.envdrift.dotenvx.KeyNames;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.KeysFile;
import io.envdrift.files.ContainedPath;
import io.envdrift.sync.EnvFile;
import io.envdrift.sync.KeyMaterial;
import io.envdrift.sync.KeyMaterialParser;
import io.envdrift.sync.KeyRelation;
import io.envdrift.sync.KeysFileWriter;
import io.envdrift.sync.MislabelledKeyException;
import io.envdrift.sync.PublicKeyCheck;
import io.envdrift.vault.Vault;
import io.envdrift.workflow.GitRemarks;
import io.envdrift.workflow.Ports;
import io.envdrift.workflow.files.DecryptFile;
import io.envdrift.workflow.files.FileOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Brings one key from a vault into a folder's keys file, and decrypts the env file there. */
public record PullKey(Ports ports) {
    /**
     * What to bring.
     *
     * @param folder an existing directory, absolute
     * @param secret the secret's name
     * @param environment the environment that the key is for
     * @param envFile the env file relative to the folder; empty for that of the folder's mapping, else {@code
     *     .env.<environment>}
     * @param decrypt whether the env file is decrypted
     * @param config tells the keys file's name, the env file of a mapping, and how strict keys are
     */
    public record Request(
            Path folder,
            String secret,
            String environment,
            Optional<String> envFile,
            boolean decrypt,
            Optional<EnvdriftConfig> config) {}

    /**
     * What was done.
     *
     * @param keyName the name that was written
     * @param keysFile where
     * @param written what became of the keys file
     * @param doubt why the vault's value may be no private key
     * @param tracked whether git would take the keys file or its backups
     * @param file the env file; empty when decryption was not asked for
     * @param decrypted what became of the env file; empty when it is not there
     */
    public record Pulled(
            String keyName,
            Path keysFile,
            KeysFileWriter.Written written,
            Optional<String> doubt,
            boolean tracked,
            Optional<Path> file,
            Optional<FileOutcome> decrypted) {}

    /**
     * Fetches the key and decrypts the file. A key that does not fit the env file that is to be decrypted is not
     * written.
     *
     * @throws EnvdriftException {@code FILE_NOT_FOUND} without the folder, {@code PATH_ESCAPES},
     *     {@code WRONG_PRIVATE_KEY}, {@code UNUSABLE_KEY_MATERIAL}, or what vault and file system say
     */
    public Pulled run(Request request, Vault vault) {
        KeyFolder place = KeyFolder.of(request.folder(), request.environment(), request.config());
        Optional<Path> file = request.decrypt() ? Optional.of(envFile(request, place)) : Optional.empty();
        String keyName = KeyNames.ofEnvironment(request.environment()).privateKey();
        boolean strict = request.config().filter(EnvdriftConfig::hasStrictKeys).isPresent();
        requireNoDirectory(place.keysFile());
        KeyMaterial material = read(request, vault, new KeyMaterialParser(keyName, strict));
        KeyList local = KeysFile.of(EnvFile.read(place.keysFile()))
                .concerning(keyName, material.ring()::holds)
                .list(keyName);
        // A newer key beside the vault's stays: the file may need it.
        KeyRing newer = KeyRelation.of(local, material.list()) == KeyRelation.AHEAD
                ? KeyRing.of(local.keys())
                : KeyRing.empty();
        file.filter(Files::isRegularFile)
                .ifPresent(found -> PublicKeyCheck.of(found).require(material, newer));
        KeysFileWriter.Written written = new KeysFileWriter(ports.files(), ports.clock())
                .put(place.keysFile(), keyName, material.value(), Mapping.envFileOf(request.environment()));
        Optional<FileOutcome> decrypted = file.filter(Files::isRegularFile)
                .map(found -> new DecryptFile(ports).run(found, material.ring().plus(newer), NameFilter.all()));
        boolean tracked = !GitRemarks.takenByGit(request.folder(), List.of(place.keysFile()))
                .isEmpty();
        return new Pulled(keyName, place.keysFile(), written, material.doubt(), tracked, file, decrypted);
    }

    /** Refuses a directory in the original's words, before anything is written. */
    private static void requireNoDirectory(Path keysFile) {
        if (Files.isDirectory(keysFile)) {
            throw new EnvdriftException(
                    ErrorCode.FILE_ACCESS,
                    "Cannot write " + keysFile + ": Is a directory",
                    "move the directory away; the keys file belongs there");
        }
    }

    private static KeyMaterial read(Request request, Vault vault, KeyMaterialParser parser) {
        try {
            return parser.parse(vault.get(request.secret()));
        } catch (MislabelledKeyException e) {
            throw new EnvdriftException(
                    e.code(),
                    "Secret holds '" + e.found() + "' but --env " + request.environment() + " expects '" + e.expected()
                            + "'",
                    "name the secret of this environment, or the environment of this secret",
                    e);
        }
    }

    private static Path envFile(Request request, KeyFolder place) {
        Optional<Path> named =
                request.envFile().map(name -> ContainedPath.resolve(request.folder(), name, "--env-file"));
        return named.or(place::envFile)
                .orElseGet(() ->
                        ContainedPath.resolve(request.folder(), Mapping.envFileOf(request.environment()), "--env"));
    }
}
