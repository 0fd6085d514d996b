package io.envdrift.workflow.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.config.Mapping;
import io.envdrift.files.ContainedPath;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileSnapshot;
import io.envdrift.files.FolderLock;
import io.envdrift.sync.SyncApplier;
import io.envdrift.workflow.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Copies a decrypted file to the place where an application expects it; the copy is 0600. */
record Activate(Ports ports) {
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
                new ActivatedCopy(copy, target).requireReplaceable(content);
                ports.files().write(copy, content, FileAccess.OWNER_ONLY);
            }
            return new PullReport.Activation.Done(target, String.valueOf(source.getFileName()));
        } catch (EnvdriftException e) {
            return new PullReport.Activation.Failed(e);
        }
    }

    /** As when the configuration was read: links may have come since. */
    private static Path place(Mapping mapping, String target) {
        Path asked = mapping.folder().resolve(target);
        ContainedPath.within(mapping.folder(), Objects.requireNonNull(asked.getParent()), target, "activate_to");
        return ContainedPath.within(mapping.root(), asked, target, "activate_to");
    }
}
