package io.envdrift.workflow.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.config.Mapping;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.git.WorkTree;
import io.envdrift.pool.Placeholder;
import io.envdrift.vault.SecretNotFoundException;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.keys.FetchedKey;
import io.envdrift.workflow.keys.OwnedFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Looks for a key of a mapping before a new one is made: in git's version of its file, and in its vault.
 *
 * @param project reaches the vault
 * @param mapping owns the file
 */
record NewKeyCheck(Project project, Mapping mapping) {

    /**
     * Goes on where there is none.
     *
     * @param versions what git has of the file, see {@link #versions}
     * @throws EnvdriftException {@code MISSING_PRIVATE_KEY} where there is one, or where the vault does not tell
     */
    void requireNoneElsewhere(OwnedFile file, List<byte[]> versions) {
        if (versions.stream().anyMatch(NewKeyCheck::namesKey)) {
            throw refusal(
                    file, "git's version of the file has a key", "run: envdrift sync; or restore the header from git");
        }
        if (Placeholder.isIn(project.secretOf(mapping).vault())) {
            return;
        }
        try {
            Objects.requireNonNull(FetchedKey.fetch(project, mapping));
        } catch (SecretNotFoundException e) {
            return;
        } catch (EnvdriftException e) {
            throw refusal(
                    file,
                    "whether the vault has one is not known (" + e.getMessage() + ")",
                    "try again when the vault answers; or make a new key with: envdrift lock --force");
        }
        throw refusal(file, "the vault has its key", "run: envdrift sync; then the same command again");
    }

    /** Returns what git's index and last commit hold of a file. */
    static List<byte[]> versions(Path file) {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        return WorkTree.of(folder)
                .map(tree -> tree.lastContents(List.of(file)))
                .orElse(Map.of())
                .getOrDefault(file, List.of());
    }

    private static EnvdriftException refusal(OwnedFile file, String reason, String hint) {
        return new EnvdriftException(
                ErrorCode.MISSING_PRIVATE_KEY,
                file.file() + ": no new key is made for it: " + reason + ", and " + file.keysFile() + " has none",
                hint);
    }

    private static boolean namesKey(byte[] version) {
        return EnvDocument.tryDecode(version)
                .filter(document ->
                        !EncryptionState.of(document).validPublicKeys().isEmpty())
                .isPresent();
    }
}
