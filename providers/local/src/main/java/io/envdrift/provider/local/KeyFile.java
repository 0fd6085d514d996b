package io.envdrift.provider.local;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.base.ShellLine;
import io.envdrift.crypto.AesGcm;
import io.envdrift.files.FileErrors;
import io.envdrift.files.FileSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads key files. */
final class KeyFile {
    private static final Pattern DIGITS = Pattern.compile("([0-9A-Fa-f]{64})(?:\\r?\\n)?");
    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private KeyFile() {}

    /** Returns the key as 64 lower-case hex digits. */
    static Secret read(Path file) {
        try {
            requireOwnerOnly(file);
            byte[] content =
                    FileSnapshot.of(file).content().orElseThrow(() -> new NoSuchFileException(file.toString()));
            if (content.length == AesGcm.KEY_LENGTH) {
                return Secret.of(HexFormat.of().formatHex(content));
            }
            var digits = DIGITS.matcher(new String(content, StandardCharsets.ISO_8859_1));
            if (digits.matches()) {
                return Secret.of(digits.group(1).toLowerCase(Locale.ROOT));
            }
        } catch (IOException e) {
            throw FileErrors.failed("read the key file", file, e);
        }
        throw new EnvdriftException(
                ErrorCode.VAULT_SETTINGS,
                "The key file " + file + " holds no key",
                "it must hold 32 random bytes, or their 64 hex digits");
    }

    private static void requireOwnerOnly(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!OWNERS.containsAll(permissions)) {
            throw new EnvdriftException(
                    ErrorCode.VAULT_SETTINGS,
                    "The key file " + file + " can be used by others than its owner ("
                            + PosixFilePermissions.toString(permissions) + ")",
                    ShellLine.of("chmod", "600").file(file) + ", and make a new key if anybody may have read it");
        }
    }
}
