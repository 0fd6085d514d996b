package io.envdrift.distribution;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Waits for what another process writes into a file. */
final class Waiting {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Waiting() {}

    /** Returns the first group of the first match. */
    static String forMatch(Path file, String pattern) throws IOException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end) {
            Matcher found = Pattern.compile(pattern)
                    .matcher(Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "");
            if (found.find()) {
                return found.group(1);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new AssertionError("never printed: " + pattern);
    }
}
