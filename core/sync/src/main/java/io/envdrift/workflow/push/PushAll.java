package io.envdrift.workflow.push;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.config.Mapping;
import io.envdrift.dotenv.NameFilter;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.KeyNames;
import io.envdrift.pool.SecretReference;
import io.envdrift.sync.EnvFile;
import io.envdrift.sync.EnvFileLocation;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultSecret;
import io.envdrift.workflow.IgnoreLine;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.files.EncryptFile;
import io.envdrift.workflow.files.KeyPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Puts the keys of all mappings into their vaults; a secret that exists is left alone unless forced. */
public final class PushAll {
    private final Project project;

    /** Creates the workflow. */
    public PushAll(Project project) {
        this.project = project;
    }

    /**
     * Runs it, mapping by mapping; one that fails does not stop the others.
     *
     * @param force whether existing secrets are replaced
     * @param skipEncrypt whether plaintext files are left as they are, and only their keys pushed
     * @throws EnvdriftException {@code NOTHING_SELECTED} when no mapping is selected
     */
    public PushReport run(Optional<String> profile, boolean force, boolean skipEncrypt) {
        return new PushReport(project.select(profile).stream()
                .map(mapping -> new PushReport.Row(mapping, push(mapping, force, skipEncrypt)))
                .toList());
    }

    private PushReport.Pushed push(Mapping mapping, boolean force, boolean skipEncrypt) {
        try {
            if (mapping.problem().isPresent()) {
                throw mapping.problem().get();
            }
            EnvFileLocation location = project.locator().locate(mapping);
            if (location instanceof EnvFileLocation.NoFolder(var reason)) {
                throw new EnvdriftException(
                        ErrorCode.FILE_NOT_FOUND, reason, "correct folder_path, or create the folder");
            }
            SecretReference reference = project.secretOf(mapping);
            Vault vault = project.vault(reference.vault());
            VerifiedWrite write = new VerifiedWrite(vault);
            // Asked before any local file is touched: an existing secret must not cost an encryption.
            Optional<VaultSecret> before = write.find(reference.name());
            if (before.isPresent() && !force) {
                return new PushReport.Pushed.Skipped("the vault has it already");
            }
            return push(mapping, location, skipEncrypt, reference.name(), write, before);
        } catch (EnvdriftException e) {
            return new PushReport.Pushed.Failed(e);
        }
    }

    private PushReport.Pushed push(
            Mapping mapping,
            EnvFileLocation location,
            boolean skipEncrypt,
            String secret,
            VerifiedWrite write,
            Optional<VaultSecret> before) {
        Optional<Path> envFile =
                location instanceof EnvFileLocation.Found(var file) ? Optional.of(file) : Optional.empty();
        if (!skipEncrypt) {
            if (envFile.isEmpty()) {
                return new PushReport.Pushed.Skipped("no env file");
            }
            encrypt(mapping, envFile.get());
        }
        LocalKey key = LocalKey.read(mapping.keysFile(), mapping.environment(), envFile);
        return new PushReport.Pushed.Done(write.put(secret, key.line(), before));
    }

    private void encrypt(Mapping mapping, Path file) {
        EncryptionState state = EncryptionState.of(EnvFile.read(file), project.plainKeys());
        if (state.kind() == EncryptionState.Kind.ENCRYPTED) {
            return;
        }
        new EncryptFile(project.ports(), project.plainKeys())
                .run(new EncryptFile.Request(
                        file,
                        mapping.keysFile(),
                        Optional.of(mapping.keyNames()),
                        Optional.empty(),
                        NameFilter.all(),
                        List.of(),
                        new KeyPolicy(false, KeyPolicy.Minting.ALLOWED)));
        new IgnoreLine(project.ports()).ensure(mapping.keysFile());
    }
}
