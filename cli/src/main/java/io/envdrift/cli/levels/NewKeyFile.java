package io.envdrift.cli.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.cli.base.IgnoredByGit;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/** A file for a new key, written before the server learns of the key: a lost key cannot be recovered. */
final class NewKeyFile {
    private static final int RANDOM_BYTES = 32;

    private NewKeyFile() {}

    /** Makes a key of 43 random characters, and keeps it in a new file. */
    static Secret generate(LevelsSession session, String name) {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        Secret key = Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(random));
        keep(session, name, key);
        return key;
    }

    /**
     * Keeps a key in a new file (0600).
     *
     * @throws EnvdriftException {@code FILE_ACCESS} when the file is there already: it may hold a key
     */
    static void keep(LevelsSession session, String name, Secret key) {
        Path file = session.file(name);
        byte[] text = (key.reveal() + "\n").getBytes(StandardCharsets.UTF_8);
        if (!new AtomicFile(session.host().files()).createNew(file, text, FileAccess.OWNER_ONLY)) {
            throw new EnvdriftException(
                    ErrorCode.FILE_ACCESS, name + " is there already: nothing was changed", "name another file");
        }
        IgnoredByGit.warn(session.reporter(), List.of(file));
    }
}
