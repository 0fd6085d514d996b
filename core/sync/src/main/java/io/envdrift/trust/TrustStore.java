package io.envdrift.trust;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.ShellLine;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileErrors;
import io.envdrift.files.FileSnapshot;
import io.envdrift.files.FolderLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The entries that a user trusts, kept in a file of the user's own: one entry per line; blank lines and {@code #}
 * comments are ignored.
 */
public record TrustStore(Path file, AtomicFile files) {
    private static final Duration LOCK_LIMIT = Duration.ofSeconds(10);

    /** Returns the user's store: {@code trusted-hosts} in {@code $XDG_CONFIG_HOME/envdrift} or {@code ~/.config/envdrift}. */
    public static TrustStore of(Map<String, String> environment, Path home, AtomicFile files) {
        Path config = Optional.ofNullable(environment.get("XDG_CONFIG_HOME"))
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElse(home.resolve(".config"));
        return new TrustStore(config.resolve("envdrift").resolve("trusted-hosts"), files);
    }

    /**
     * Returns the entries in the order of the file.
     *
     * @throws EnvdriftException {@code FILE_ACCESS} when the file cannot be read, {@code CONFIG_UNTRUSTED} when anybody
     *     may write it
     */
    public List<String> entries() {
        requireNotWritableByAnybody();
        return text().lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    /**
     * Adds an entry, unless it is there.
     *
     * @throws EnvdriftException as {@link #entries}, or when the file cannot be written
     */
    public void add(String entry) {
        Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
        files.createDirectories(directory);
        FolderLock lock = FolderLock.acquireOwn(directory, LOCK_LIMIT);
        try {
            files.sweep(file);
            if (!entries().contains(entry)) {
                String old = text();
                String separator = old.isEmpty() || old.endsWith("\n") ? "" : "\n";
                String grown = old + separator + entry + "\n";
                files.write(file, grown.getBytes(StandardCharsets.UTF_8), FileAccess.OWNER_ONLY);
            }
        } finally {
            lock.close();
        }
    }

    private String text() {
        return FileSnapshot.following(file)
                .content()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
    }

    private void requireNotWritableByAnybody() {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null || !Files.exists(file)) {
            return;
        }
        try {
            if (view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new EnvdriftException(
                        ErrorCode.CONFIG_UNTRUSTED,
                        "The list of trusted hosts " + file + " is not used: anybody may write it",
                        "look through it, then run: "
                                + ShellLine.of("chmod", "600").file(file));
            }
        } catch (IOException e) {
            throw FileErrors.failed("read", file, e);
        }
    }
}
