package io.envdrift.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads a pipe or a device that the user named. Opening one may block for ever, and Java cannot interrupt that. */
final class NamedStream {
    private static final int MAX_BYTES = 16 << 20;

    private NamedStream() {}

    /** Reads to the end; throws when that takes longer than the limit or is more than 16 MiB. */
    static byte[] read(Path file, Duration limit) throws IOException {
        CompletableFuture<byte[]> content = new CompletableFuture<>();
        // A daemon: when the time is up, the thread that waits in the system must not keep the process.
        Thread.ofPlatform().daemon().name("named-stream").start(() -> {
            try (InputStream input = Files.newInputStream(file)) {
                content.complete(input.readNBytes(MAX_BYTES + 1));
            } catch (IOException | RuntimeException e) {
                content.completeExceptionally(e);
            }
        });
        try {
            byte[] bytes = content.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("larger than " + (MAX_BYTES >> 20) + " MiB");
            }
            return bytes;
        } catch (TimeoutException e) {
            throw new IOException("nobody wrote all of it within " + limit.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException("it cannot be read", e);
        }
    }
}
