package io.envdrift.workflow.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.files.FileSnapshot;
import io.envdrift.sync.EnvFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * The place of an activated copy. A repository names it, so it must not be a way to replace any file of the project: only what is
 * empty, what an earlier copy is known by (the same bytes, or a public key as decrypted files carry it), or what is called
 * {@code .env} or {@code .env.<suffix>} is replaced, and never a file with private keys or one that is encrypted.
 *
 * @param file the place, links resolved
 * @param written as the configuration says it
 */
record ActivatedCopy(Path file, String written) {
    private static final String ENV = ".env";

    /**
     * Makes sure that what is there may be replaced.
     *
     * @throws EnvdriftException {@code UNSUITABLE_FILE} when it may not
     */
    void requireReplaceable(byte[] content) {
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
                    "activate_to '" + written + "' is refused: " + file + " is there and was not written by pull",
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
