package io.envdrift.git;

import io.envdrift.base.EnvdriftException;
import io.envdrift.crypto.HmacSha256;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileSnapshot;
import io.envdrift.files.FolderLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which object each file in a work tree was decrypted from: a digest of the plaintext, keyed by a secret of
 * this clone, and the object's name. Unchanged plaintext then needs no key and no vault. Losing this file costs time
 * only.
 */
public final class SmudgeMemory {
    private static final String NAME = "smudged";
    private static final String KEY = "digest-key";
    private static final int KEY_LENGTH = 32;
    private static final int DIGEST_LENGTH = 32;
    /** Newest ones kept, about 4 MiB. */
    private static final int MOST = 50_000;

    private static final Duration LOCK_LIMIT = Duration.ofSeconds(5);

    private final GitDirectory git;
    private final AtomicFile files;
    private final Supplier<SecureRandom> randomness;
    private final Set<String> added = new LinkedHashSet<>();
    private byte @Nullable [] key;
    private @Nullable Map<String, List<String>> known;

    /** Opens the memory of a clone; it is read when first asked. */
    public SmudgeMemory(GitDirectory git, AtomicFile files, Supplier<SecureRandom> randomness) {
        this.git = git;
        this.files = files;
        this.randomness = randomness;
    }

    /** Remembers that a file with this content came from an object. */
    public void remember(String path, byte[] content, String blob) {
        String digest = digest(path, content);
        List<String> blobs = known().computeIfAbsent(digest, any -> new ArrayList<>());
        if (path.indexOf('\n') < 0 && (blobs.isEmpty() || !blobs.getLast().equals(blob))) {
            blobs.remove(blob);
            blobs.add(blob);
            added.add(digest + " " + blob);
        }
    }

    /** Returns the names of the objects that a file with this content came from, the most recent first. */
    public List<String> blobs(String path, byte[] content) {
        return known().getOrDefault(digest(path, content), List.of()).reversed();
    }

    /** Writes down what was remembered. Failures are ignored: they cost time later, and nothing else. */
    public void save() {
        if (added.isEmpty()) {
            return;
        }
        try (FolderLock lock = FolderLock.acquire(List.of(git.ours()), LOCK_LIMIT)) {
            files.sweep(git.ours().resolve(NAME));
            Set<String> all = new LinkedHashSet<>(read());
            all.removeAll(added);
            all.addAll(added);
            List<String> lines = List.copyOf(all);
            String text = String.join("\n", lines.subList(Math.max(0, lines.size() - MOST), lines.size())) + "\n";
            files.write(git.ours().resolve(NAME), text.getBytes(StandardCharsets.UTF_8), FileAccess.OWNER_ONLY);
            added.clear();
        } catch (EnvdriftException e) {
            added.clear();
        }
    }

    /** Removes the memory. */
    public void delete() {
        files.delete(git.ours().resolve(NAME));
        files.delete(git.ours().resolve(KEY));
    }

    private String digest(String path, byte[] content) {
        byte[] digest = HmacSha256.of(key(), path.getBytes(StandardCharsets.UTF_8), new byte[1], content);
        return HexFormat.of().formatHex(digest).substring(0, DIGEST_LENGTH);
    }

    private Map<String, List<String>> known() {
        Map<String, List<String>> read = known;
        if (read == null) {
            read = new HashMap<>();
            for (String line : read()) {
                int blank = line.indexOf(' ');
                if (blank == DIGEST_LENGTH) {
                    read.computeIfAbsent(line.substring(0, blank), any -> new ArrayList<>())
                            .add(line.substring(blank + 1));
                }
            }
            known = read;
        }
        return read;
    }

    private List<String> read() {
        byte[] content = FileSnapshot.of(git.ours().resolve(NAME)).content().orElse(new byte[0]);
        return new String(content, StandardCharsets.UTF_8).lines().toList();
    }

    /** Returns the secret of this clone, 32 bytes, which is made when it is first needed. */
    public byte[] secret() {
        return key().clone();
    }

    private byte[] key() {
        byte[] present = key;
        if (present == null) {
            present = FileSnapshot.of(git.ours().resolve(KEY)).content().orElseGet(this::made);
            key = present;
        }
        return present;
    }

    private byte[] made() {
        byte[] made = new byte[KEY_LENGTH];
        randomness.get().nextBytes(made);
        files.createDirectories(git.ours());
        Path place = git.ours().resolve(KEY);
        return files.createNew(place, made, FileAccess.OWNER_ONLY)
                ? made
                : FileSnapshot.of(place).content().orElse(made);
    }
}
