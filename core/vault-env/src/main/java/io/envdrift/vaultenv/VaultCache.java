package io.envdrift.vaultenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileOperations;
import io.envdrift.files.FileSnapshot;
import io.envdrift.vaultenv.protocol.SecretsJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * The file {@code .vault-cache} beside the .env file: one blob in the format of a push, owner-only, without a line end. Ours
 * is tied to its project and environment; one that the original wrote is read when it decrypts.
 */
final class VaultCache {
    static final String FILE_NAME = ".vault-cache";

    private final Path file;
    private final InstantSource clock;

    VaultCache(Path directory, InstantSource clock) {
        this.file = directory.resolve(FILE_NAME);
        this.clock = clock;
    }

    /** Replaces the cache. Failures are ignored: the secrets have been pulled. */
    void write(VaultProject project, String environment, Latest.Readable secrets) {
        CacheTrailer trailer =
                CacheTrailer.of(project.key().projectId(), environment, secrets.version(), clock.instant());
        String blob = project.encrypt(SecretsJson.write(secrets.values()) + trailer.text());
        try {
            new AtomicFile(FileOperations.system())
                    .write(file, blob.getBytes(StandardCharsets.US_ASCII), FileAccess.OWNER_ONLY);
        } catch (EnvdriftException e) {
            return;
        }
    }

    /**
     * Returns the cached secrets, unless there are none, they belong to something else, or they are too old.
     *
     * @return version 0 when the original wrote the cache, which does not note it
     */
    Optional<Latest.Readable> read(VaultProject project, String environment, Optional<Duration> maxAge) {
        try {
            Optional<String> plaintext = FileSnapshot.of(file)
                    .content()
                    .map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
                    .flatMap(project::decrypt);
            if (plaintext.isEmpty()) {
                return Optional.empty();
            }
            Optional<CacheTrailer> trailer = CacheTrailer.read(plaintext.get());
            boolean foreign = trailer.isPresent()
                    && !trailer.get().belongsTo(project.key().projectId(), environment);
            Instant savedAt = trailer.isPresent() ? trailer.get().savedAt() : modified();
            boolean tooOld = maxAge.isPresent()
                    && Duration.between(savedAt, clock.instant()).compareTo(maxAge.get()) > 0;
            if (foreign || tooOld) {
                return Optional.empty();
            }
            Map<String, String> values = SecretsJson.read(plaintext.get());
            return Optional.of(
                    new Latest.Readable(trailer.map(CacheTrailer::version).orElse(0L), values));
        } catch (EnvdriftException | IOException e) {
            // A cache that cannot be read counts as missing.
            return Optional.empty();
        }
    }

    private Instant modified() throws IOException {
        return Files.getLastModifiedTime(file).toInstant();
    }
}
