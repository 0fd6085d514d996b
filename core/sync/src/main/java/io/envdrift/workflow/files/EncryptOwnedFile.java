package io.envdrift.workflow.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.config.Mapping;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.NameFilter;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.KeyList;
import io.envdrift.sync.EnvFile;
import io.envdrift.workflow.Ports;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.keys.FetchedKey;
import io.envdrift.workflow.keys.OwnedFile;
import java.util.List;
import java.util.Optional;

/**
 * Encrypts one file that the user names. The file of a mapping gets no new key while its vault, or its version in git, has one;
 * that of an ephemeral mapping gets the vault's.
 *
 * @param project reaches the vaults of mappings; empty where there is no configuration
 */
public record EncryptOwnedFile(Ports ports, Optional<Project> project) {
    /**
     * Tells what an encryption would find; writes nothing and asks no vault.
     *
     * @throws EnvdriftException as {@link EncryptFile#check}
     */
    public FileOutcome check(OwnedFile file, NameFilter filter) {
        EnvDocument document = EnvFile.parse(file.snapshot());
        EncryptionState state = EncryptionState.of(document, file.plainKeys());
        // A check fetches no key of an ephemeral mapping, and none in the keys file is its own.
        Optional<KeyList> vaultKey = file.mapping()
                .filter(Mapping::ephemeral)
                .filter(any -> isOpen(state))
                .map(any -> Lock.NO_KEY);
        FileOutcome found = new EncryptFile(ports, file.plainKeys())
                .check(request(file, filter, vaultKey, List.of(), KeyPolicy.Minting.REFUSED), document);
        return file.mapping().isPresent() ? EncryptFile.asMapped(file.file(), found) : found;
    }

    /**
     * Encrypts the file.
     *
     * @throws EnvdriftException {@code MISSING_PRIVATE_KEY} when a key would have to be made although there is one, or the vault
     *     does not tell; or as {@link EncryptFile#run}
     */
    public FileOutcome run(OwnedFile file, NameFilter filter) {
        EncryptFile encryptFile = new EncryptFile(ports, file.plainKeys());
        List<byte[]> versions = NewKeyCheck.versions(file.file());
        List<byte[]> previous =
                project.filter(known -> known.config().encryption().smartEncryption())
                                .isPresent()
                        ? versions
                        : List.of();
        Optional<KeyList> vaultKey = ephemeralKey(file);
        EncryptFile.Request request = request(file, filter, vaultKey, previous, KeyPolicy.Minting.ALLOWED);
        Optional<Mapping> mapping = file.mapping().filter(any -> project.isPresent());
        if (mapping.isPresent() && encryptFile.needsNewKey(request)) {
            new NewKeyCheck(project.orElseThrow(), mapping.get()).requireNoneElsewhere(file, versions);
        }
        return encryptFile.run(request);
    }

    private Optional<KeyList> ephemeralKey(OwnedFile file) {
        EncryptionState state = EncryptionState.of(EnvFile.read(file.file()), file.plainKeys());
        return isOpen(state) ? FetchedKey.ephemeral(project, file) : Optional.empty();
    }

    /** Tells whether an encryption needs a key. */
    private static boolean isOpen(EncryptionState state) {
        return !state.plaintext().isEmpty() || state.lacksHeader();
    }

    private static EncryptFile.Request request(
            OwnedFile file,
            NameFilter filter,
            Optional<KeyList> vaultKey,
            List<byte[]> previous,
            KeyPolicy.Minting minting) {
        return new EncryptFile.Request(
                file.file(),
                file.mapping().map(Mapping::usualEnvFile).orElseGet(file::name),
                new EncryptionKeys(file.keysFile(), file.names(), vaultKey, new KeyPolicy(true, minting)),
                filter,
                previous);
    }
}
