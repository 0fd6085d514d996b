package io.envdrift.workflow.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.config.Mapping;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.NameFilter;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.KeyList;
import io.envdrift.git.WorkTree;
import io.envdrift.pool.Placeholder;
import io.envdrift.sync.EnvFile;
import io.envdrift.vault.SecretNotFoundException;
import io.envdrift.workflow.Ports;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.keys.FetchedKey;
import io.envdrift.workflow.keys.OwnedFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Encrypts one file that the user names. The file of a mapping gets no new key while its vault, or its version in git, has one;
 * that of an ephemeral mapping gets the vault's.
 */
public final class EncryptOwnedFile {
    private final Ports ports;
    private final Optional<Project> project;

    /**
     * Creates the workflow.
     *
     * @param project reaches the vaults of mappings; empty where there is no configuration
     */
    public EncryptOwnedFile(Ports ports, Optional<Project> project) {
        this.ports = ports;
        this.project = project;
    }

    /**
     * Tells what an encryption would find; writes nothing and asks no vault.
     *
     * @throws EnvdriftException as {@link EncryptFile#check}
     */
    public FileOutcome check(OwnedFile file, NameFilter filter) {
        FileOutcome found = new EncryptFile(ports, file.plainKeys())
                .check(
                        request(file, filter, Optional.empty(), List.of(), KeyPolicy.Minting.REFUSED),
                        EnvFile.parse(file.snapshot()));
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
        List<byte[]> versions = versions(file.file());
        List<byte[]> previous =
                project.filter(known -> known.config().encryption().smartEncryption())
                                .isPresent()
                        ? versions
                        : List.of();
        Optional<KeyList> vaultKey = ephemeralKey(file);
        EncryptFile.Request request = request(file, filter, vaultKey, previous, KeyPolicy.Minting.ALLOWED);
        Optional<Mapping> mapping = file.mapping().filter(any -> project.isPresent());
        if (mapping.isPresent() && encryptFile.needsNewKey(request)) {
            requireNoKeyElsewhere(file, mapping.get(), versions);
        }
        return encryptFile.run(request);
    }

    private Optional<KeyList> ephemeralKey(OwnedFile file) {
        boolean open = !EncryptionState.of(EnvFile.read(file.file()), file.plainKeys())
                .plaintext()
                .isEmpty();
        return file.mapping()
                .filter(mapping -> open && mapping.ephemeral() && project.isPresent())
                .map(mapping -> FetchedKey.fetch(project.orElseThrow(), mapping).list());
    }

    private void requireNoKeyElsewhere(OwnedFile file, Mapping mapping, List<byte[]> versions) {
        if (versions.stream().anyMatch(EncryptOwnedFile::namesKey)) {
            throw refusal(
                    file, "git's version of the file has a key", "run: envdrift sync; or restore the header from git");
        }
        Project known = project.orElseThrow();
        if (Placeholder.isIn(known.secretOf(mapping).vault())) {
            return;
        }
        try {
            Objects.requireNonNull(FetchedKey.fetch(known, mapping));
        } catch (SecretNotFoundException e) {
            return;
        } catch (EnvdriftException e) {
            throw refusal(
                    file,
                    "whether the vault has one is not known (" + e.getMessage() + ")",
                    "try again when the vault answers; or make a new key with: envdrift lock --force");
        }
        throw refusal(file, "the vault has its key", "run: envdrift sync; then encrypt it");
    }

    private static EnvdriftException refusal(OwnedFile file, String reason, String hint) {
        return new EnvdriftException(
                ErrorCode.MISSING_PRIVATE_KEY,
                file.file() + ": no new key is made for it: " + reason + ", and " + file.keysFile() + " has none",
                hint);
    }

    private static boolean namesKey(byte[] version) {
        try {
            return !EncryptionState.of(EnvDocument.decode(version))
                    .validPublicKeys()
                    .isEmpty();
        } catch (EnvdriftException e) {
            // What is no text names no key.
            return false;
        }
    }

    private static List<byte[]> versions(Path file) {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        return WorkTree.of(folder)
                .map(tree -> tree.lastContents(List.of(file)))
                .orElse(Map.of())
                .getOrDefault(file, List.of());
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
