package io.envdrift.workflow.gitfilter;

import io.envdrift.base.EnvdriftException;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.git.FileFilter;
import io.envdrift.git.GitObjects;
import java.util.Optional;

/**
 * The filter of a clone whose list of files cannot be read. With a missing filter git would remove files from the work
 * tree and give up. This filter checks files out encrypted, and refuses to add only what could be plaintext.
 */
public final class ShutFilter implements FileFilter {
    private final EnvdriftException reason;
    private final KnownBlobs unchanged;
    private boolean used;

    /**
     * Creates the filter.
     *
     * @param reason why the list cannot be read
     */
    public ShutFilter(EnvdriftException reason, KnownBlobs unchanged) {
        this.reason = reason;
        this.unchanged = unchanged;
    }

    /** Returns why files stay encrypted; nothing where git asked for none. */
    public Optional<EnvdriftException> left() {
        return used ? Optional.of(reason) : Optional.empty();
    }

    @Override
    public byte[] clean(String path, byte[] content) {
        if (content.length == 0 || isSealed(content)) {
            return content;
        }
        return unchanged
                .of(path, content)
                .map(GitObjects.Blob::content)
                .orElseThrow(() -> new EnvdriftException(
                        reason.code(),
                        path + ": git does not get it: " + reason.getMessage(),
                        reason.hint().orElse("")));
    }

    private static boolean isSealed(byte[] content) {
        return EnvDocument.tryDecode(content)
                .filter(document -> EncryptionState.of(document).readable() == 0
                        && document.defects().isEmpty())
                .isPresent();
    }

    @Override
    public byte[] smudge(String path, byte[] content, Optional<String> blob) {
        used = true;
        return content;
    }
}
