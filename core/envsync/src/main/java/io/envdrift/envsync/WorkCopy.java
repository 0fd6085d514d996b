package io.envdrift.envsync;

import io.envdrift.crypto.HmacSha256;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.json.StateFiles;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The state of a directory as a copy of a branch: the version that was last pulled or pushed, and a keyed digest of the
 * text, by which unpushed changes are noticed.
 */
public final class WorkCopy {
    private static final int SALT_LENGTH = 16;
    private static final HexFormat HEX = HexFormat.of();

    private final StateFiles files;
    private final String[] branchKey;
    private final String[] fileKey;

    /**
     * Looks at a file as a copy of a branch.
     *
     * @param file the .env file; its absolute path counts
     */
    public WorkCopy(EnvSyncHome home, URI server, String project, String branch, Path file) {
        this.files = home.files();
        String path = file.toAbsolutePath().normalize().toString();
        this.branchKey = new String[] {"copy", server.toString(), project, branch, path};
        this.fileKey = new String[] {"file", path};
    }

    /** Returns the version that was last pulled or pushed here. */
    public OptionalLong version() {
        return files.read(branchKey).map(json -> json.whole("version")).orElse(OptionalLong.empty());
    }

    /** Tells whether a text is exactly the one that was last pulled or pushed here, of whichever branch. */
    public boolean isUnchanged(String text) {
        Optional<JsonObject> known = files.read(fileKey);
        if (known.isEmpty()) {
            return false;
        }
        String salt = known.get().text("salt").orElse("");
        String digest = known.get().text("digest").orElse("");
        return MessageDigest.isEqual(
                digest.getBytes(StandardCharsets.UTF_8), digest(salt, text).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Notes what the file holds now.
     *
     * @return false when it could not be remembered
     */
    public boolean note(long version, String text) {
        byte[] random = new byte[SALT_LENGTH];
        new SecureRandom().nextBytes(random);
        String salt = HEX.formatHex(random);
        return files.write(new JsonMembers().put("version", version), branchKey)
                && files.write(new JsonMembers().put("salt", salt).put("digest", digest(salt, text)), fileKey);
    }

    private static String digest(String salt, String text) {
        return HEX.formatHex(HmacSha256.of(
                ("envsync copy " + salt).getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8)));
    }
}
