package io.envdrift.workflow.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.config.Mapping;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.files.ContainedPath;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileSnapshot;
import io.envdrift.files.FolderLock;
import io.envdrift.sync.EnvFile;
import io.envdrift.sync.SyncApplier;
import io.envdrift.workflow.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Copies a decrypted file to the place where an application expects it; the copy is 0600. A repository names the place,
 * so copying must not be a way to replace any file of the project. It replaces only an empty file, an earlier copy
 * (known by the same bytes, or by the public key that decrypted files carry), or a file called {@code .env} or
 * {@code .env.<suffix>}, and never a file with private keys or an encrypted one.
 */
record Activate(Ports ports) {
    private static final String ENV = ".env";

    PullReport.Activation run(Mapping mapping, Path source, String target) {
        try {
            Path copy = place(mapping, target);
            if (copy.equals(source.toAbsolutePath().normalize())) {
                throw new EnvdriftException(
                        ErrorCode.CONFIG_INVALID,
                        "activate_to '" + target + "' is the env file itself",
                        "name another file in activate_to");
            }
            Path directory = Objects.requireNonNull(copy.getParent());
            if (!Files.isDirectory(directory)) {
                ports.files().createDirectories(directory);
            }
            try (FolderLock lock = FolderLock.acquire(List.of(directory), SyncApplier.LOCK_LIMIT)) {
                Objects.requireNonNull(lock);
                ports.files().sweep(copy);
                byte[] content = FileSnapshot.of(source).content().orElseThrow();
                requireReplaceable(copy, target, content);
                ports.files().write(copy, content, FileAccess.OWNER_ONLY);
            }
            return new PullReport.Activation.Done(target, String.valueOf(source.getFileName()));
        } catch (EnvdriftException e) {
            return new PullReport.Activation.Failed(e);
        }
    }

    /** Checked as when the configuration was read, because links may have been made since. */
    private static Path place(Mapping mapping, String target) {
        Path asked = mapping.folder().resolve(target);
        ContainedPath.within(mapping.folder(), Objects.requireNonNull(asked.getParent()), target, "activate_to");
        return ContainedPath.within(mapping.root(), asked, target, "activate_to");
    }

    private static void requireReplaceable(Path file, String target, byte[] content) {
        FileSnapshot there = FileSnapshot.of(file);
        byte[] old = there.content().orElse(new byte[0]);
        if (old.length == 0 || Arrays.equals(old, content)) {
            return;
        }
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        boolean named = name.equals(ENV) || name.startsWith(ENV + ".");
        if (!isEnvFile(there, named)) {
            throw new EnvdriftException(
                    ErrorCode.UNSUITABLE_FILE,
                    "activate_to '" + target + "' is refused: " + file + " is there and was not written by pull",
                    "look at the file; remove it if nobody needs it, or name another " + ENV + " or " + ENV
                            + ".<suffix> in activate_to");
        }
    }

    private static boolean isEnvFile(FileSnapshot there, boolean named) {
        try {
            EncryptionState state = EncryptionState.of(EnvFile.parse(there));
            // A copy is plaintext: what is encrypted is the env file of another environment.
            return state.privateKeys().isEmpty()
                    && state.encrypted().isEmpty()
                    && (named || !state.validPublicKeys().isEmpty());
        } catch (EnvdriftException e) {
            // No text at all.
            return false;
        }
    }
}
